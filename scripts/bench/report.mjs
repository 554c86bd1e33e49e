/*
 * Copyright 2026 The Backstage DORA Authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

import { cpus, totalmem } from 'node:os';

const number = (value, digits = 1) =>
  value === undefined
    ? '–'
    : value.toLocaleString('en-US', {
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      });

export const machine = () => ({
  cpus: cpus().length,
  model: cpus()[0]?.model,
  memory: `${Math.round(totalmem() / 2 ** 30)} GB`,
  node: process.version,
});

function table(head, rows) {
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map(row => row[column].length)),
  );
  const line = row =>
    `| ${row
      .map((cell, i) => (i ? cell.padStart(widths[i]) : cell.padEnd(widths[i])))
      .join(' | ')} |`;
  const rule = widths.map((width, i) =>
    i ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width),
  );
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}

const machineText = () => {
  const { cpus: cores, model, memory, node } = machine();
  return `${cores} × ${model}, ${memory}, Node ${node}`;
};

const rebuildText = ({ name, ms, factsPerSecond }) =>
  `Derived again after a change of rules, ${name}: ${
    ms > 0
      ? `${number(ms / 1000)} s, ${number(factsPerSecond, 0)} facts/s`
      : 'too little to measure'
  }
`;

const pageText = ({ products, first, again }) =>
  `/dora with ${number(products, 0)} products: rows after p50 ${number(
    first.p50,
    0,
  )} ms, p95 ${number(first.p95, 0)} ms; with the scripts in the cache ${number(
    again.p50,
    0,
  )} ms, ${number(again.p95, 0)} ms
`;

const crowdText = ({ senders, factsPerCall, facts, ms, answers, reads }) =>
  `${senders} senders of ${number(factsPerCall, 0)} facts at once: ${number(
    ms / 1000,
  )} s, ${number((facts / ms) * 1000, 0)} facts/s, answers ${Object.entries(
    answers,
  )
    .map(([status, count]) => `${status} (${count} times)`)
    .join(', ')}; ${reads.runs} reads meanwhile: p50 ${number(
    reads.p50,
    0,
  )} ms, p95 ${number(reads.p95, 0)} ms, longest ${number(reads.longest, 0)} ms
`;

/** The peak of each phase, in MB. */
const memoryText = ({ memory, heap }) =>
  `Peak memory of the backend${
    heap ? `, its heap limited to ${heap} MB` : ''
  }: ${Object.entries(memory)
    .map(([phase, bytes]) => `${phase} ${megabytes(bytes)} MB`)
    .join(', ')}
`;

const megabytes = bytes => (bytes ? number(bytes / 2 ** 20, 0) : '–');

/** What growth made of the latencies, as text. */
export function growthToText({ base, history, products }) {
  return `
base: ${base.size}
history: ${history.size}
products: ${products.size}
${machineText()}

${table(
  ['p50 ms', 'base', 'history × 10', 'factor', 'products × 10', 'factor'],
  base.reads.map(({ name, p50 }, index) => {
    const [older, wider] = [history, products].map(
      ({ reads }) => reads[index].p50,
    );
    return [
      name,
      ...[number(p50), number(older), number(older / p50, 2)],
      ...[number(wider), number(wider / p50, 2)],
    ];
  }),
)}
`;
}

/** What was measured, as text that fits into a page of documentation. */
export function toText(result) {
  const { database, scale, size, writes, reads, page, crowd, rebuild } = result;
  const { first, bulk, singles } = writes;
  return `
${database}, scale ${scale}: ${size}
${machineText()}

${table(
  [
    ...['operation', 'runs', 'p50 ms', 'p95 ms', 'rows', 'floor ms', 'ratio'],
    ...['unchanged p50', 'p95'],
  ],
  [
    ...reads.map(read => [
      read.name,
      String(read.runs),
      ...[number(read.p50), number(read.p95), number(read.rows, 0)],
      ...[number(read.floor, 2), number(read.ratio)],
      ...[number(read.unchanged.p50), number(read.unchanged.p95)],
    ]),
    [
      'one deployment, 16 senders at once',
      String(singles.runs),
      ...[number(singles.p50), number(singles.p95), '1'],
      ...['–', '–', '–', '–'],
    ],
  ],
)}

Bulk ingest, derived and readable: ${number(bulk.facts, 0)} facts in ${number(
    bulk.ms / 1000,
  )} s, ${number(bulk.factsPerSecond, 0)} facts/s; floor of the facts ${number(
    bulk.floor / 1000,
    2,
  )} s, ratio ${number(
    bulk.ratio,
  )}; floor of all rows that this writes ${number(
    bulk.floorOfAll / 1000,
    2,
  )} s, ratio ${number(bulk.ratioOfAll)}
Copied into tables with their keys and indexes: the facts ${number(
    bulk.indexed / 1000,
    2,
  )} s, all rows ${number(
    bulk.indexedOfAll / 1000,
    2,
  )} s, ratio to these ${number(
    bulk.ms / bulk.indexedOfAll,
  )} (to be at most 3.5)
First ${number(first.facts, 0)} facts readable after ${number(
    first.ms / 1000,
  )} s (to be at most 30 s); /metrics of ${
    first.reads
  } entities after that: slowest ${number(
    first.slowest,
  )} ms (to be at most 200 ms)
${rebuild.rebuilds.map(rebuildText).join('')}${page ? pageText(page) : ''}${
    crowd ? crowdText(crowd) : ''
  }${memoryText(result)}`;
}
