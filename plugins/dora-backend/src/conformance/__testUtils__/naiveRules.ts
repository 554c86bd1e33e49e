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

/*
 * A second reading of the rules, written from the contract as plainly as possible and without any code of the plugin, for
 * tests to compare the plugin with. It works on facts as they are posted. This part: what names what, which deployments
 * count, and which releases they make.
 */

import {
  Artifact,
  Change,
  Deployment,
  Incident,
} from '@backstage-dora/plugin-dora-common';

export interface NaiveFacts {
  deployments: Deployment[];
  changes: Change[];
  incidents: Incident[];
  artifacts: Artifact[];
}

/** The configuration that the rules depend on, as an operator writes it; times in hours. */
export interface NaiveConfig {
  production: string[];
  authority: string[];
  noNames: string[];
  movingVersions: string[];
  incidentWindow: number;
  incidentAttribution: 'latest' | 'all';
  rollbackWindow: number;
  hotfixWindow: number;
  severities: string[] | undefined;
  /** What `dora.incidents.connected` names */
  incidentsConnected: string[];
}

export const DEFAULTS: NaiveConfig = {
  production: ['prod', 'production', 'prd', 'live'],
  authority: [],
  noNames: ['unknown', 'none', 'null', 'undefined', 'HEAD'],
  movingVersions: ['latest', 'main', 'master', 'stable', 'edge', 'nightly'],
  incidentWindow: 48,
  incidentAttribution: 'latest',
  rollbackWindow: 7 * 24,
  hotfixWindow: 48,
  severities: undefined,
  incidentsConnected: [],
};

/** What the catalog says of a component, where it matters to the rules. */
export interface NaiveAnnotations {
  /** `backstage-dora.io/production-environments` of the component, its product, or the nearest group above */
  production?: string[];
  /** `backstage-dora.io/deployments-from` */
  deploymentsFrom?: string;
}

export const HOUR = 3_600_000;

export const ms = (time: string | undefined | null) =>
  time === undefined || time === null ? undefined : Date.parse(time);

/** Full reference in lower case. */
export function fullRef(ref: string): string {
  const [, kind = 'component', namespace = 'default', name] =
    /^(?:([^:/]+):)?(?:([^/]+)\/)?(.+)$/.exec(ref.toLowerCase())!;
  return `${kind}:${namespace}/${name}`;
}

/** Whether a text matches a glob of `*`, `?` and `{a,b}`, without case. */
export function matchesGlob(glob: string, text: string): boolean {
  const source = glob.replace(/[*?{},]|[^*?{},]+/g, part => {
    switch (part) {
      case '*':
        return '.*';
      case '?':
        return '.';
      case '{':
        return '(?:';
      case '}':
        return ')';
      case ',':
        return '|';
      default:
        return part.replace(/[\\^$+.()|[\]]/g, '\\$&');
    }
  });
  return new RegExp(`^(?:${source})$`, 'is').test(text);
}

/** A name with its kind, as text: `version 1.2`, `commit 4f…`, `digest sha256:…`. */
type Name = string;

const isHex = (text: string, lengths: (length: number) => boolean) =>
  /^[0-9a-f]+$/i.test(text) && lengths(text.length);
const isWhole = (text: string) => isHex(text, n => n === 40 || n === 64);
const isShort = (text: string) => isHex(text, n => n >= 7 && n <= 39);

const withoutV = (version: string) => version.replace(/^[vV](?=[0-9])/, '');
const withoutSha = (version: string) => version.replace(/^sha-/i, '');

interface Named {
  version?: string;
  commitSha?: string;
  digest?: string;
}

/** What the names in the facts of one component mean. */
export class NaiveNames {
  readonly #config: NaiveConfig;
  readonly #commits = new Set<string>();
  readonly #joined = new Map<Name, Set<Name>>();
  readonly #moving = new Set<string>();

  constructor(facts: Named[], config: NaiveConfig) {
    this.#config = config;
    for (const { version, commitSha } of facts) {
      if (commitSha && isWhole(commitSha) && !this.#isNone(commitSha)) {
        this.#commits.add(commitSha.toLowerCase());
      }
      const inVersion = version && withoutSha(withoutV(version));
      if (inVersion && isWhole(inVersion) && !this.#isNone(inVersion)) {
        this.#commits.add(inVersion.toLowerCase());
      }
    }
    for (const version of new Set(
      facts.flatMap(fact => this.#versionOf(fact) ?? []),
    )) {
      const withIt = facts.filter(fact => this.#versionOf(fact) === version);
      const commits = new Set(withIt.flatMap(fact => this.#commitsOf(fact)));
      const digests = new Set(
        withIt.flatMap(fact => this.#digestOf(fact) ?? []),
      );
      if (
        commits.size > 1 ||
        (digests.size > 1 && !/^[0-9]/.test(version)) ||
        config.movingVersions.includes(version)
      ) {
        this.#moving.add(version);
      }
    }
    for (const fact of facts) {
      const names = this.of(fact);
      const all = new Set(
        names.flatMap(name => [name, ...(this.#joined.get(name) ?? [])]),
      );
      for (const name of all) {
        this.#joined.set(name, all);
      }
    }
  }

  #isNone(name: string): boolean {
    return (
      /^0+$/.test(name) ||
      this.#config.noNames.some(
        none => none.toLowerCase() === name.toLowerCase(),
      )
    );
  }

  /** The whole commit that a commit is, as far as it is known. */
  #wholeCommit(commit: string): string {
    const lower = commit.toLowerCase();
    const whole = isShort(commit)
      ? [...this.#commits].filter(known => known.startsWith(lower))
      : [];
    return whole.length === 1 ? whole[0] : lower;
  }

  /** The commit that a version is; undefined where it is none. */
  #commitInVersion(version: string): string | undefined {
    const rest = withoutSha(withoutV(version));
    if (isWhole(rest)) {
      return rest.toLowerCase();
    }
    const whole = isShort(rest) ? this.#wholeCommit(rest) : undefined;
    return whole !== undefined && isWhole(whole) ? whole : undefined;
  }

  #versionOf({ version }: Named): string | undefined {
    if (version === undefined) {
      return undefined;
    }
    const name = withoutV(version);
    return this.#isNone(name) || this.#commitInVersion(version) !== undefined
      ? undefined
      : name;
  }

  #commitsOf({ version, commitSha }: Named): string[] {
    const commits = [];
    const inVersion = version && this.#commitInVersion(version);
    if (inVersion && !this.#isNone(inVersion)) {
      commits.push(inVersion);
    }
    if (commitSha !== undefined && !this.#isNone(commitSha)) {
      commits.push(this.#wholeCommit(commitSha));
    }
    return commits;
  }

  #digestOf({ digest }: Named): string | undefined {
    return digest === undefined || this.#isNone(digest)
      ? undefined
      : digest.toLowerCase();
  }

  moves(version: string): boolean {
    return this.#moving.has(version);
  }

  /** The version name of a fact that names something and does not move. */
  goodVersion(fact: Named): string | undefined {
    const version = this.#versionOf(fact);
    return version === undefined || this.moves(version) ? undefined : version;
  }

  /** The names by which a fact calls its version. */
  of(fact: Named): Name[] {
    const version = this.#versionOf(fact);
    const digest = this.#digestOf(fact);
    const others = [
      ...this.#commitsOf(fact).map(commit => `commit ${commit}`),
      ...(digest === undefined ? [] : [`digest ${digest}`]),
    ];
    if (version === undefined || (this.moves(version) && others.length > 0)) {
      return others;
    }
    return [`version ${version}`, ...others];
  }

  /** All names of the version that a fact calls by its own; empty where it has none. */
  keyOf(fact: Named): Set<Name> {
    const [name] = this.of(fact);
    return (name !== undefined && this.#joined.get(name)) || new Set();
  }

  /** What somebody who gives a name, be it as a version or a commit, may mean. */
  read(given: string): Name[] {
    const version = withoutV(given);
    if (this.#isNone(version) || this.#isNone(given)) {
      return [];
    }
    const inVersion = this.#commitInVersion(given);
    return [
      ...(inVersion === undefined ? [`version ${version}`] : []),
      `commit ${inVersion ?? this.#wholeCommit(given)}`,
      `digest ${given.toLowerCase()}`,
    ];
  }
}

export interface NaiveRollout {
  at: number;
  deployment: Deployment;
}

export interface NaiveRelease {
  component: string;
  names: NaiveNames;
  key: Set<Name>;
  version: string | undefined;
  rollouts: NaiveRollout[];
  echoes: NaiveRollout[];
  at: number;
  kind: 'code' | 'rollback' | 'hotfix';
  replaced: NaiveRelease | undefined;
  carried: Change[];
  first: Change[];
  fixedAt: number[];
  incidents: Incident[];
}

export interface NaiveExclusion {
  deployment: Deployment;
  why: 'config-only' | 'other-source';
}

export function inOrder(a: NaiveRollout, b: NaiveRollout): number {
  if (a.at !== b.at) {
    return a.at - b.at;
  }
  if (a.deployment.source !== b.deployment.source) {
    return a.deployment.source < b.deployment.source ? -1 : 1;
  }
  return a.deployment.id < b.deployment.id ? -1 : 1;
}

/** What was current in a workspace, from one rollout to the next. */
interface Reign {
  id: string;
  release: NaiveRelease;
}

const workspaceOf = ({ workspace }: Deployment) => workspace ?? 'default';

/** The releases of a component, in order of time, and what does not count. */
export function naiveReleasesOf(
  component: string,
  facts: NaiveFacts,
  config: NaiveConfig,
  annotations: NaiveAnnotations,
): { releases: NaiveRelease[]; excluded: NaiveExclusion[] } {
  const own = facts.deployments.filter(
    d => fullRef(d.entityRef) === component && d.status === 'success',
  );
  const names = new NaiveNames(
    [
      ...own,
      ...facts.artifacts.filter(a => fullRef(a.entityRef) === component),
    ],
    config,
  );
  const production = annotations.production ?? config.production;
  const authority = [
    ...(annotations.deploymentsFrom ? [annotations.deploymentsFrom] : []),
    ...config.authority,
  ];
  const all = own
    .filter(d => production.some(glob => matchesGlob(glob, d.environment)))
    .map(d => ({ at: ms(d.finishedAt)!, deployment: d }))
    .sort(inOrder);

  /** Deployments are the same version when this is the same text. */
  const idOf = (d: Deployment) => {
    const key = [...names.keyOf(d)].sort();
    return key.length > 0
      ? key.join('\n')
      : `itself ${JSON.stringify([d.source, d.id])}`;
  };

  const releases: NaiveRelease[] = [];
  const excluded: NaiveExclusion[] = [];
  /** All that has become current in each workspace, in order. */
  const reigns = new Map<string, Reign[]>();
  /** How many reigns a workspace had when a source last deployed there, the one that it began included. */
  const seen = new Map<string, number>();
  /** Those that do not count, with the release of their version that was current in their workspace then. */
  const left: { rollout: NaiveRollout; current?: NaiveRelease }[] = [];

  all.forEach((rollout, index) => {
    const { deployment } = rollout;
    const workspace = workspaceOf(deployment);
    const here = reigns.get(workspace) ?? [];
    reigns.set(workspace, here);
    const id = idOf(deployment);
    const current = here[here.length - 1] as Reign | undefined;
    const leave = (why: NaiveExclusion['why']) => {
      excluded.push({ deployment, why });
      if (deployment.kind !== 'config') {
        left.push({
          rollout,
          current: current?.id === id ? current.release : undefined,
        });
      }
    };

    const sources = all.slice(0, index + 1).map(one => one.deployment.source);
    const rules = authority.find(glob =>
      sources.some(source => matchesGlob(glob, source)),
    );
    if (rules !== undefined && !matchesGlob(rules, deployment.source)) {
      leave('other-source');
      return;
    }

    const bySource = JSON.stringify([workspace, deployment.source]);
    const before = seen.get(bySource);
    // What was current right after its previous deployment there, and all since; without one, all.
    const since =
      before === undefined ? here : here.slice(Math.max(0, before - 1));
    const isStale =
      deployment.kind !== 'rollback' && since.some(reign => reign.id === id);
    if (deployment.kind === 'config' || current?.id === id || isStale) {
      leave('config-only');
      seen.set(bySource, here.length);
      return;
    }

    const k = here.filter(reign => reign.id === id).length + 1;
    let release = [...reigns.values()]
      .map(there => there.filter(reign => reign.id === id)[k - 1])
      .find(Boolean)?.release;
    if (!release) {
      const firstOf = (wanted: string) =>
        Math.min(
          ...releases.flatMap((one, place) =>
            one.rollouts.some(r => idOf(r.deployment) === wanted) ? place : [],
          ),
        );
      const goesBack =
        current !== undefined && k > 1 && firstOf(id) < firstOf(current.id);
      release = {
        component,
        names,
        key: names.keyOf(deployment),
        version: undefined,
        rollouts: [],
        echoes: [],
        at: rollout.at,
        kind: goesBack && deployment.kind !== 'code' ? 'rollback' : 'code',
        replaced: current?.release,
        carried: [],
        first: [],
        fixedAt: [],
        incidents: [],
      };
      releases.push(release);
    }
    if (deployment.kind === 'rollback') {
      release.kind = 'rollback';
    }
    release.rollouts.push(rollout);
    here.push({ id, release });
    seen.set(bySource, here.length);
  });

  const reported = new Set<string>();
  for (const { rollout, current } of left) {
    const { deployment, at } = rollout;
    const id = idOf(deployment);
    const ofVersion = releases.filter(
      one => idOf(one.rollouts[0].deployment) === id,
    );
    const distance = (one: NaiveRelease) => Math.abs(one.at - at);
    const release =
      current ??
      ofVersion.find(one =>
        ofVersion.every(other => distance(one) <= distance(other)),
      );
    if (release) {
      const report = JSON.stringify([
        releases.indexOf(release),
        deployment.source,
        workspaceOf(deployment),
      ]);
      if (
        !reported.has(report) &&
        release.rollouts.every(r => r.deployment.source !== deployment.source)
      ) {
        release.echoes.push(rollout);
        if (deployment.kind === 'rollback') {
          release.kind = 'rollback';
        }
      }
      reported.add(report);
    }
  }

  const least = (key: Set<Name>, kind: string) =>
    [...key]
      .flatMap(name =>
        name.startsWith(`${kind} `) ? name.slice(kind.length + 1) : [],
      )
      .sort()[0] as string | undefined;
  for (const release of releases) {
    const { key, rollouts } = release;
    release.version =
      rollouts.flatMap(r => names.goodVersion(r.deployment) ?? [])[0] ??
      least(key, 'version') ??
      least(key, 'commit') ??
      least(key, 'digest');
  }
  return { releases, excluded };
}
