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

import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import type { Coverage } from '@backstage-dora/plugin-dora-common';
import { useFormatter } from '../format';
import { useTranslation } from '../translations';

const PlainTable = (props: { head: string[]; rows: string[][] }) => (
  <Table size="small">
    <TableHead>
      <TableRow>
        {props.head.map(text => (
          <TableCell key={text}>{text}</TableCell>
        ))}
      </TableRow>
    </TableHead>
    <TableBody>
      {props.rows.map((row, index) => (
        <TableRow key={index}>
          {row.map((text, column) => (
            <TableCell key={props.head[column]}>{text}</TableCell>
          ))}
        </TableRow>
      ))}
    </TableBody>
  </Table>
);

/** What each source has sent. */
export const SourceTable = ({ sources }: Pick<Coverage, 'sources'>) => {
  const t = useTranslation();
  const format = useFormatter();
  const time = (value: string | null) =>
    value ? format.time(value) : t('chart.none');
  return (
    <PlainTable
      head={[
        t('coverage.source'),
        t('coverage.facts'),
        t('coverage.count'),
        t('coverage.first'),
        t('coverage.last'),
        t('coverage.unmappedCount'),
        t('coverage.rejectedCount'),
      ]}
      rows={sources.map(source => [
        source.sampleData
          ? t('coverage.sampleSource', { source: source.source })
          : source.source,
        t(`coverage.kind.${source.kind}`),
        format.number(source.facts, 0),
        time(source.first),
        time(source.last),
        format.number(source.unmapped, 0),
        format.number(source.rejected, 0),
      ])}
    />
  );
};

/** Components whose counting source is silent. */
export const SilentTable = ({
  silentSources,
}: Pick<Coverage, 'silentSources'>) => {
  const t = useTranslation();
  const format = useFormatter();
  return (
    <PlainTable
      head={[
        t('coverage.reference'),
        t('coverage.silentSource'),
        t('coverage.last'),
        t('coverage.silentOthers'),
      ]}
      rows={silentSources.map(({ entityRef, sources, last, others }) => [
        entityRef,
        sources.join(', '),
        format.time(last),
        others.join(', '),
      ])}
    />
  );
};

/** Version names that move. */
export const MovingTable = ({ moving }: Pick<Coverage['names'], 'moving'>) => {
  const t = useTranslation();
  return (
    <PlainTable
      head={[t('coverage.reference'), t('coverage.version')]}
      rows={moving.map(({ entityRef, version }) => [entityRef, version])}
    />
  );
};

/** Versions that have several version names. */
export const JoinedTable = ({ joined }: Pick<Coverage['names'], 'joined'>) => {
  const t = useTranslation();
  const format = useFormatter();
  return (
    <PlainTable
      head={[
        t('coverage.reference'),
        t('coverage.versions'),
        t('coverage.names'),
      ]}
      rows={joined.map(({ entityRef, versions, names }) => [
        entityRef,
        format.number(versions, 0),
        names.map(({ name }) => name).join(', '),
      ])}
    />
  );
};

/** References that the catalog does not have. */
export const UnmappedTable = ({ unmapped }: Pick<Coverage, 'unmapped'>) => {
  const t = useTranslation();
  const format = useFormatter();
  return (
    <PlainTable
      head={[t('coverage.reference'), t('coverage.count')]}
      rows={unmapped.map(({ entityRef, facts }) => [
        entityRef,
        format.number(facts, 0),
      ])}
    />
  );
};

/** Facts that were refused, with the reason. */
export const RejectedTable = ({ rejected }: Pick<Coverage, 'rejected'>) => {
  const t = useTranslation();
  const format = useFormatter();
  return (
    <PlainTable
      head={[
        t('coverage.at'),
        t('coverage.source'),
        t('coverage.facts'),
        t('coverage.id'),
        t('coverage.reason'),
      ]}
      rows={rejected.map(({ at, source, kind, id, reason }) => [
        format.time(at),
        source ?? t('chart.none'),
        t(`coverage.kind.${kind}`),
        id ?? t('chart.none'),
        reason,
      ])}
    />
  );
};
