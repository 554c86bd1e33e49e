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

import {
  change,
  defaultRules,
  deployment,
  HOUR,
  lists,
  MONDAY,
} from './__testUtils__/facts';
import { ComponentRelease, deriveComponent } from './component';
import { Named } from './names';
import { DerivedRelease } from './releases';
import { ChangeFact, ComponentSettings, DeploymentFact, Rules } from './types';

const derive = (
  deployments: DeploymentFact[],
  changes: ChangeFact[] = [],
  rules: Partial<Rules> = {},
  artifacts: Named[] = [],
  settings: ComponentSettings = {},
) =>
  deriveComponent({ deployments, artifacts, changes }, settings, {
    ...defaultRules,
    ...rules,
  }).releases;

const versionOf = ({ name }: DerivedRelease) => name?.slice(1);

/** A release in a line: version, occurrence, kind, hour, number of rollouts. */
const line = ({ release, kind }: ComponentRelease) =>
  `${versionOf(release)}#${release.occurrence} ${kind} @${
    (release.time - MONDAY) / HOUR
  } x${release.rollouts.length}`;

const lines = (releases: ComponentRelease[]) => releases.map(line);

const reasons = (releases: ComponentRelease[]) =>
  releases.flatMap(r =>
    r.reasons.map(
      ({ reason, fix }) =>
        `${versionOf(r.release)} ${reason} by ${versionOf(fix)}`,
    ),
  );

const carried = (release: ComponentRelease) =>
  release.changes.map(
    c =>
      `${c.change.id}${c.first ? '' : ' again'}${
        c.exclusion ? ` (${c.exclusion})` : ''
      }`,
  );

describe('the worked example of docs/rules.md', () => {
  const result = derive(
    [
      deployment(0, '1.0', { workspace: 'eu' }),
      deployment(0.5, '1.0', { workspace: 'us' }),
      deployment(10, '1.1', { workspace: 'eu', ...lists('A') }),
      deployment(13, '1.0', { workspace: 'eu' }),
      deployment(20, '1.0', { workspace: 'us' }),
      deployment(30, '1.2', { workspace: 'eu', ...lists('A', 'B') }),
      deployment(30, '1.2', { workspace: 'us', ...lists('A', 'B') }),
    ],
    [change('A', 4), change('B', 29, { labels: ['hotfix'] })],
  );

  it('has its releases, kinds and reasons', () => {
    expect(lines(result)).toEqual([
      '1.0#1 code @0 x2',
      '1.1#1 code @10 x1',
      '1.0#2 rollback @13 x1',
      '1.2#1 hotfix @30 x2',
    ]);
    expect(reasons(result)).toEqual([
      '1.1 rolled-back by 1.0',
      '1.1 hotfixed by 1.2',
    ]);
  });

  it('has its lead times', () => {
    expect(
      result.map(r =>
        r.changes.map(c => [
          c.change.id,
          c.first,
          c.leadTime && c.leadTime / HOUR,
        ]),
      ),
    ).toEqual([
      [],
      [['A', true, 6]],
      [],
      [
        ['A', false, undefined],
        ['B', true, 1],
      ],
    ]);
    expect(result.map(r => r.batchSize)).toEqual([0, 1, 0, 1]);
  });
});

describe('what counts', () => {
  it.each([
    ['PRODUCTION', true],
    ['Live', true],
    ['staging', false],
    ['production-eu', false],
  ])('environment %s: %s', (environment, counts) => {
    expect(derive([deployment(0, '1', { environment })])).toHaveLength(
      counts ? 1 : 0,
    );
  });

  it.each([
    ['prod*', 'Prod/eu/1', true],
    ['{eu,us}-live', 'us-live', true],
    ['prod', 'preprod', false],
    ['!prod', 'staging', false],
    ['#1', '#1', true],
  ])('pattern %s, environment %s: %s', (pattern, environment, counts) => {
    expect(
      derive([deployment(0, '1', { environment })], [], {
        productionEnvironments: [pattern],
      }),
    ).toHaveLength(counts ? 1 : 0);
  });

  it.each(['failure', 'cancelled', 'in_progress'])(
    'status %s does not',
    status => {
      expect(derive([deployment(0, '1', { status })])).toEqual([]);
    },
  );

  it('takes neither configuration nor a version that is current already for a rollout', () => {
    expect(
      lines(
        derive([
          deployment(0, '1'),
          deployment(1, '2', { kind: 'config' }),
          deployment(2, '1'),
          deployment(3, '2'),
        ]),
      ),
    ).toEqual(['1#1 code @0 x1', '2#1 code @3 x1']);
  });

  it('breaks ties of time by source, then id', () => {
    const result = derive([
      deployment(0, '3', { source: 'b', id: '1' }),
      deployment(0, '2', { source: 'a', id: '2' }),
      deployment(0, '1', { source: 'a', id: '10' }),
    ]);
    expect(result.map(r => versionOf(r.release))).toEqual(['1', '2', '3']);
  });
});

describe('releases', () => {
  it('puts the k-th time of a version in each workspace together', () => {
    expect(
      lines(
        derive([
          deployment(0, '1', { workspace: 'eu' }),
          deployment(1, '2', { workspace: 'eu' }),
          deployment(2, '1', { workspace: 'eu' }),
          deployment(3, '1', { workspace: 'us' }),
          deployment(4, '2', { workspace: 'us' }),
          deployment(5, '1', { workspace: 'us' }),
        ]),
      ),
    ).toEqual(['1#1 code @0 x2', '2#1 code @1 x2', '1#2 rollback @2 x2']);
  });

  it.each<[string, DeploymentFact[], string]>([
    [
      'going forward again after a rollback is none',
      [
        deployment(0, '1'),
        deployment(1, '2'),
        deployment(2, '1'),
        deployment(3, '2'),
      ],
      'code code rollback code',
    ],
    [
      'an older version that was never in this workspace is none',
      [
        deployment(0, '1', { workspace: 'eu' }),
        deployment(1, '2', { workspace: 'us' }),
        deployment(2, '1', { workspace: 'us' }),
      ],
      'code code',
    ],
    [
      'kind rollback on any rollout makes one',
      [
        deployment(0, '1', { workspace: 'eu' }),
        deployment(1, '1', { workspace: 'us', kind: 'rollback' }),
      ],
      'rollback',
    ],
    [
      'kind code on the first rollout switches the inference off',
      [
        deployment(0, '1'),
        deployment(1, '2'),
        deployment(2, '1', { kind: 'code' }),
      ],
      'code code code',
    ],
    [
      'kind hotfix does not make a rollback a hotfix',
      [
        deployment(0, '1'),
        deployment(1, '2'),
        deployment(2, '1', { kind: 'hotfix' }),
      ],
      'code code rollback',
    ],
    [
      'kind hotfix on a later rollout makes a hotfix',
      [
        deployment(0, '1', { workspace: 'eu' }),
        deployment(1, '1', { workspace: 'us', kind: 'hotfix' }),
      ],
      'hotfix',
    ],
    [
      'what was first rolled out elsewhere counts for which version is older',
      [
        deployment(0, '2', { workspace: 'eu' }),
        deployment(1, '1', { workspace: 'us' }),
        deployment(2, '2', { workspace: 'us' }),
        deployment(3, '1', { workspace: 'us' }),
      ],
      'code code code',
    ],
  ])('%s', (_, deployments, kinds) => {
    expect(
      derive(deployments)
        .map(r => r.kind)
        .join(' '),
    ).toBe(kinds);
  });
});

describe('changes', () => {
  it('infers those merged since the release before that is no rollback, none for the first release or a rollback', () => {
    const result = derive(
      [
        deployment(10, '1'),
        deployment(20, '2'),
        deployment(21, '1'),
        deployment(30, '3'),
      ],
      [
        change('before', 5),
        change('at the first', 9),
        change('a', 10),
        change('at the second', 19),
        change('b', 20.5, { mergedAt: undefined }),
        change('c', 29),
        change('later', 29.5),
        change('of another', 25, { ofComponent: false }),
      ],
    );
    expect(result.map(carried)).toEqual([
      [],
      ['a', 'at the second'],
      [],
      ['b', 'c'],
    ]);
    expect(result.map(r => r.changesFrom)).toEqual([
      'none',
      'inferred',
      'none',
      'inferred',
    ]);
  });

  it('takes a list of any rollout for all, an empty one for none, and ignores what never came', () => {
    const result = derive(
      [
        deployment(0, '1'),
        deployment(10, '2', { workspace: 'eu' }),
        deployment(11, '2', { workspace: 'us', ...lists('a', 'unknown', 'a') }),
        deployment(20, '3', { changes: [] }),
      ],
      [change('a', 1, { ofComponent: false }), change('b', 2), change('c', 12)],
    );
    expect(result.map(carried)).toEqual([[], ['a'], []]);
    expect(result.map(r => r.changesFrom)).toEqual([
      'none',
      'listed',
      'listed',
    ]);
  });

  it('counts a change in the first release that carries it', () => {
    const result = derive(
      [
        deployment(0, '1', lists('a')),
        deployment(10, '2', lists('a', 'b')),
        deployment(20, '3', lists('b')),
      ],
      [change('a', 0), change('b', 0)],
    );
    expect(result.map(carried)).toEqual([
      ['a'],
      ['a again (carried-before)', 'b'],
      ['b again (carried-before)'],
    ]);
    expect(result.map(r => r.batchSize)).toEqual([1, 1, 0]);
  });

  it.each<[string, Partial<Rules>, Partial<ChangeFact>, string | number]>([
    ['first commit', {}, {}, 10],
    ['opened', { leadTimeStart: 'opened' }, { openedAt: MONDAY + 2 * HOUR }, 8],
    ['merged', { leadTimeStart: 'merged' }, {}, 9],
    ['opened, missing', { leadTimeStart: 'opened' }, {}, 'no-start'],
    ['negative', {}, { firstCommitAt: MONDAY + 11 * HOUR }, 'negative'],
    [
      'excluded by label',
      { excludeChanges: { labels: ['Bot'], titles: [] } },
      { labels: ['x', 'bOT'] },
      'excluded-label',
    ],
    [
      'excluded by title',
      { excludeChanges: { labels: [], titles: ['^chore\\(deps\\)'] } },
      { title: 'Chore(deps): bump' },
      'excluded-title',
    ],
  ])('lead time from the %s', (_, rules, more, expected) => {
    const [{ changes, batchSize }] = derive(
      [deployment(10, '1', lists('a'))],
      [change('a', 0, more)],
      rules,
    );
    const [{ leadTime, exclusion }] = changes;
    expect(leadTime === undefined ? exclusion : leadTime / HOUR).toBe(expected);
    expect(batchSize).toBe(String(expected).startsWith('excluded') ? 0 : 1);
  });

  it('has the stages where both ends are known and in order', () => {
    const [{ changes }] = derive(
      [deployment(10, '1', lists('a', 'b', 'c'))],
      [
        change('a', 0, {
          openedAt: MONDAY + 1 * HOUR,
          firstReviewAt: MONDAY + 3 * HOUR,
          mergedAt: MONDAY + 6 * HOUR,
        }),
        change('b', 0, {
          firstReviewAt: MONDAY + 3 * HOUR,
          mergedAt: undefined,
        }),
        change('c', 3, {
          openedAt: MONDAY + 2 * HOUR,
          firstReviewAt: MONDAY + 1 * HOUR,
          mergedAt: MONDAY + 11 * HOUR,
        }),
      ],
    );
    expect(
      changes.map(c =>
        [c.coding, c.pickup, c.review, c.deploy].map(ms => ms && ms / HOUR),
      ),
    ).toEqual([
      [1, 2, 3, 4],
      [undefined, undefined, undefined, undefined],
      [undefined, undefined, 10, undefined],
    ]);
  });
});

describe('failures that the component itself shows', () => {
  it.each<[string, DeploymentFact[], string[]]>([
    [
      'a rollback within 7 days of the release',
      [deployment(0, '1'), deployment(1, '2'), deployment(1 + 168, '1')],
      ['2 rolled-back by 1'],
    ],
    [
      'not after that',
      [deployment(0, '1'), deployment(1, '2'), deployment(1.001 + 168, '1')],
      [],
    ],
    [
      'an explicit rollback to something new',
      [deployment(0, '1'), deployment(1, '0.9', { kind: 'rollback' })],
      ['1 rolled-back by 0.9'],
    ],
    [
      'an explicit rollback where nothing was before',
      [
        deployment(0, '1', { workspace: 'eu' }),
        deployment(1, '2', { workspace: 'us', kind: 'rollback' }),
      ],
      [],
    ],
    [
      'a hotfix within 48 hours',
      [deployment(0, '1'), deployment(48, '2', { kind: 'hotfix' })],
      ['1 hotfixed by 2'],
    ],
    [
      'not after that',
      [deployment(0, '1'), deployment(48.001, '2', { kind: 'hotfix' })],
      [],
    ],
    [
      'a hotfix fixes a hotfix, and passes over rollbacks',
      [
        deployment(0, '1'),
        deployment(1, '2'),
        deployment(2, '1'),
        deployment(3, '3', { kind: 'hotfix' }),
        deployment(4, '4', { kind: 'hotfix' }),
      ],
      ['2 rolled-back by 1', '2 hotfixed by 3', '3 hotfixed by 4'],
    ],
  ])('%s', (_, deployments, expected) => {
    expect(reasons(derive(deployments))).toEqual(expected);
  });

  it('knows a hotfix by a label of a change that it carries first', () => {
    const result = derive(
      [
        deployment(0, '1', lists('a')),
        deployment(1, '2', lists('a')),
        deployment(2, '3', lists('b')),
      ],
      [
        change('a', 0, { labels: ['HotFix'] }),
        change('b', 0, { labels: ['urgent'] }),
      ],
      { hotfixLabels: ['hotfix', 'Urgent'] },
    );
    expect(result.map(r => r.kind)).toEqual(['hotfix', 'code', 'hotfix']);
  });
});

const C1 = '1'.repeat(40);
const C2 = '2'.repeat(40);

describe('several sources', () => {
  const by =
    (source: string) =>
    (hour: number, names: Named, more: Partial<DeploymentFact> = {}) =>
      deployment(hour, names.version, { source, ...names, ...more });
  const pipeline = by('pipeline');
  const cluster = by('cluster');
  const cd = by('cd');

  /** A release in a line, with the sources of its rollouts and of its echoes. */
  const sources = (releases: ComponentRelease[]) =>
    releases.map(
      one =>
        `${line(one)} ${[
          one.release.rollouts.map(({ source }) => source),
          one.release.echoes.map(({ source }) => source),
        ].join(' + ')}`,
    );

  const artifacts = [
    { version: 'v1.0', commitSha: C1 },
    { version: '1.0', digest: 'sha256:a' },
    { version: '1.1', commitSha: C2, digest: 'sha256:b' },
  ];

  it('tell of the same releases as one does, where artifacts join the names', () => {
    const result = derive(
      [
        pipeline(0, { commitSha: C1 }),
        cluster(0.1, { version: '1.0' }),
        cd(0.2, { digest: 'sha256:A' }),
        pipeline(10, { commitSha: C2.slice(0, 7) }),
        cluster(10.1, { version: '1.1' }),
        cluster(20, { version: 'v1.0' }),
        pipeline(20.1, { commitSha: C1 }),
        cd(21, { digest: 'sha256:a' }),
      ],
      [],
      {},
      artifacts,
    );
    expect(sources(result)).toEqual([
      '1.0#1 code @0 x1 pipeline + cluster,cd',
      '1.1#1 code @10 x1 pipeline + cluster',
      '1.0#2 rollback @20 x1 cluster + pipeline,cd',
    ]);
    expect(result[0].release.names).toEqual([`c${C1}`, 'dsha256:a', 'v1.0']);
  });

  it('tell of the same releases by what is deployed elsewhere', () => {
    expect(
      sources(
        derive([
          pipeline(0, { version: '1', commitSha: C1 }, { environment: 'test' }),
          pipeline(1, { commitSha: C1 }),
          cluster(2, { version: '1' }),
          pipeline(
            3,
            { version: '2', commitSha: C1 },
            { environment: 'test', status: 'failure' },
          ),
          cluster(4, { version: '2' }),
        ]),
      ),
    ).toEqual([
      '1#1 code @1 x1 pipeline + cluster',
      '2#1 code @4 x1 cluster + ',
    ]);
  });

  it('add no release where one lags behind, unless it says that it rolls back', () => {
    const history = (kind?: string) =>
      sources(
        derive([
          pipeline(0, { version: '1' }),
          pipeline(1, { version: '2' }),
          cluster(2, { version: '1' }, { kind }),
          cluster(3, { version: '2' }),
          pipeline(4, { version: '3' }),
          // Both were current since it reported last.
          cluster(5, { version: '2' }),
          cluster(6, { version: '3' }),
          // This one was not.
          cluster(7, { version: '2' }),
        ]),
      );
    expect(history()).toEqual([
      '1#1 code @0 x1 pipeline + cluster',
      '2#1 code @1 x1 pipeline + cluster',
      '3#1 code @4 x1 pipeline + cluster',
      '2#2 rollback @7 x1 cluster + ',
    ]);
    expect(history('rollback')).toEqual([
      '1#1 code @0 x1 pipeline + ',
      '2#1 code @1 x1 pipeline + ',
      '1#2 rollback @2 x1 cluster + ',
      '2#2 code @3 x1 cluster + ',
      '3#1 code @4 x1 pipeline + cluster',
      '2#3 rollback @7 x1 cluster + ',
    ]);
  });

  it('add changes and kinds by echoes, neither time nor workspaces', () => {
    const result = derive(
      [
        cluster(0, { version: '1' }, { workspace: 'eu' }),
        pipeline(2, { version: '1' }, { ...lists('a'), workspace: 'us' }),
        cd(3, { version: '1' }, { changes: [], workspace: 'eu' }),
        cluster(4, { version: '2' }, { workspace: 'eu' }),
        pipeline(
          5,
          { version: '2' },
          { ...lists('a', 'b'), workspace: 'eu', kind: 'hotfix' },
        ),
        // The same again adds nothing.
        pipeline(6, { version: '2' }, { ...lists('c'), workspace: 'eu' }),
        cluster(7, { version: '3' }, { workspace: 'eu' }),
        pipeline(8, { version: '3' }, { workspace: 'eu', kind: 'config' }),
        cd(9, { version: '3' }, { workspace: 'eu', kind: 'rollback' }),
      ],
      [change('a', 0), change('b', 1), change('c', 2)],
      { authority: ['cluster'] },
    );
    expect(sources(result)).toEqual([
      '1#1 code @0 x1 cluster + pipeline,cd',
      '2#1 hotfix @4 x1 cluster + pipeline',
      '3#1 rollback @7 x1 cluster + cd',
    ]);
    expect(result.map(carried)).toEqual([
      ['a'],
      ['a again (carried-before)', 'b'],
      [],
    ]);
    expect(reasons(result)).toEqual(['1 hotfixed by 2', '2 rolled-back by 3']);
  });

  it('leave what is no rollout to the nearest release of its version, at a tie the earlier', () => {
    const of = (hour: number) =>
      derive(
        [
          cluster(0, { version: '1' }),
          cluster(4, { version: '2' }),
          cluster(10, { version: '1' }),
          cluster(14, { version: '2' }),
          cd(hour, { version: '1' }),
        ],
        [],
        { authority: ['cluster'] },
      )
        .filter(({ release }) => release.echoes.length > 0)
        .map(line);
    expect(of(5)).toEqual(['1#1 code @0 x1']);
    expect(of(5.1)).toEqual(['1#2 rollback @10 x1']);
    // Current there.
    expect(of(3)).toEqual(['1#1 code @0 x1']);
    expect(of(20)).toEqual(['1#2 rollback @10 x1']);
  });

  it.each<[string, string[], string | undefined, string]>([
    ['none', [], undefined, 'pipeline pipeline cluster cd'],
    ['a source', ['cluster'], undefined, 'pipeline cluster'],
    ['globs', ['CL*', 'c?'], undefined, 'pipeline cluster'],
    [
      'the first that has deployed by then',
      ['cd', '{cluster,x}'],
      undefined,
      'pipeline cluster cd',
    ],
    [
      'one that never came',
      ['argo'],
      undefined,
      'pipeline pipeline cluster cd',
    ],
    ['one for the component', ['cluster'], 'cd', 'pipeline cluster cd'],
  ])(
    'count from when they deploy it, by authority: %s',
    (_, authority, deploymentsFrom, counting) => {
      const { releases, excluded } = deriveComponent(
        {
          deployments: [
            pipeline(0, { version: '1' }),
            cluster(2, { version: '2' }, { environment: 'test' }),
            cluster(2, { version: '2' }, { status: 'failure' }),
            cluster(3, { version: '3' }),
            // Not before it in the order of time, source, id.
            pipeline(3, { version: '4' }),
            cd(5, { version: '5' }),
          ],
          artifacts: [],
          changes: [],
        },
        { deploymentsFrom },
        { ...defaultRules, authority },
      );
      expect(releases.map(({ release }) => release.source).sort()).toEqual(
        counting.split(' ').sort(),
      );
      expect(
        excluded.filter(({ exclusion }) => exclusion === 'other-source').length,
      ).toBe(4 - releases.length);
    },
  );

  it('have production environments as the catalog says', () => {
    const deployments = [
      pipeline(0, { version: '1' }, { environment: 'prod' }),
      pipeline(1, { version: '2' }, { environment: 'Produktion/EU' }),
    ];
    expect(
      lines(
        derive(deployments, [], {}, [], {
          productionEnvironments: ['produktion*'],
        }),
      ),
    ).toEqual(['2#1 code @1 x1']);
  });
});
