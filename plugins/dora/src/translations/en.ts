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

/** The words of the pages, in English. */
export const messages = {
  page: {
    title: 'DORA',
    subtitle: 'How software is delivered, from the organisation to a release',
  },
  loading: 'Loading',
  pending: {
    text_one: 'Updating: {{value}} fact is still being processed',
    text_other: 'Updating: {{value}} facts are still being processed',
    csv_one:
      'The file lacks {{value}} fact that is still being processed. Save it again later to have it all.',
    csv_other:
      'The file lacks {{value}} facts that are still being processed. Save it again later to have it all.',
  },
  metric: {
    deploymentFrequency: {
      title: 'Deployment frequency',
      means:
        'Releases per calendar day. A release is one version of one component going live in production, however many workspaces it is rolled out to.',
      sample_one: '{{value}} release',
      sample_other: '{{value}} releases',
      noData: 'No release in this window, and none before it.',
    },
    leadTime: {
      title: 'Lead time for changes',
      means:
        'The median time from the start of a change, which is {{start}}, to the first release of the component that carries it.',
      sample_one: '{{value}} change',
      sample_other: '{{value}} changes',
      noData: 'No change was released in this window.',
    },
    changeFailureRate: {
      title: 'Change failure rate',
      means:
        'The share of releases that failed: that caused an incident, were rolled back, or needed a hotfix.',
      sample_one: '{{value}} release',
      sample_other: '{{value}} releases',
      noData: 'No release in this window, and none before it.',
    },
    recoveryTime: {
      title: 'Recovery time',
      means:
        'The median time from a failed release to its recovery: the rollback or hotfix that fixed it, or the end of all its incidents, whichever came first.',
      sample_one: '{{value}} recovered release',
      sample_other: '{{value}} recovered releases',
      noData: 'No release failed in this window.',
    },
    reworkRate: {
      title: 'Rework rate',
      means:
        'The share of releases that repaired earlier ones: rollbacks and hotfixes.',
      sample_one: '{{value}} release',
      sample_other: '{{value}} releases',
      noData: 'No release in this window, and none before it.',
    },
    timeToRestore: {
      title: 'Time to restore',
      means:
        'The median time from the start of an incident to its resolution, whether a release caused it or not.',
      sample_one: '{{value}} resolved incident',
      sample_other: '{{value}} resolved incidents',
      noData: 'No incident in this window.',
    },
    rolloutSpread: {
      title: 'Rollout spread',
      means:
        'The median time from the first to the last rollout of a release, over the releases that went to more than one workspace.',
      sample_one: '{{value}} release to several workspaces',
      sample_other: '{{value}} releases to several workspaces',
      noData: 'No release went to several workspaces.',
    },
    batchSize: {
      title: 'Batch size',
      means:
        'The median number of changes that a release is the first to carry, over the releases with at least one.',
      sample_one: '{{value}} release with changes',
      sample_other: '{{value}} releases with changes',
      noData: 'No release with known changes in this window.',
    },
  },
  tier: {
    elite: 'Elite',
    high: 'High',
    medium: 'Medium',
    low: 'Low',
    range: '{{best}} to {{worst}}',
  },
  products: {
    quartiles: 'Products: median {{median}}, middle half {{middle}}',
    short: 'products: {{median}} ({{middle}})',
    none: 'No product below has enough data.',
    inTier: '{{tier}}: {{value}}',
    other: '{{value}} without a tier',
  },
  leftOut: {
    line_one: '{{value}} deployment does not count: {{why}}.',
    line_other: '{{value}} deployments do not count: {{why}}.',
    show: 'Show what does not count',
    environment: 'environment ‘{{name}}’',
    inEnvironment_one: '{{value}} in ‘{{name}}’',
    inEnvironment_other: '{{value}} in ‘{{name}}’',
    inOthers_one: '{{value}} in another environment',
    inOthers_other: '{{value}} in other environments',
    failed_one: '{{value}} failed',
    failed_other: '{{value}} failed',
    cancelled_one: '{{value}} cancelled',
    cancelled_other: '{{value}} cancelled',
    configOnly_one: '{{value}} brought nothing new',
    configOnly_other: '{{value}} brought nothing new',
    otherSource_one: '{{value}} from a source that does not count here',
    otherSource_other: '{{value}} from sources that do not count here',
  },
  state: {
    partial: 'No incident source',
    idle: 'Idle',
    'no-data': 'None',
    'not-connected': 'Not connected',
  },
  stage: {
    coding: 'Coding',
    pickup: 'Pickup',
    review: 'Review',
    deploy: 'Deploy',
  },
  unit: {
    days: '{{value}} d',
    hours: '{{value}} h',
    minutes: '{{value}} min',
    seconds: '{{value}} s',
    belowOneSecond: '< 1 s',
    percent: '{{value}} %',
    changes_one: '{{value}} change',
    changes_other: '{{value}} changes',
    per: {
      day: '{{value}} / day',
      week: '{{value}} / week',
      month: '{{value}} / month',
      year: '{{value}} / year',
    },
  },
  tile: {
    from: 'from {{sample}}',
    interval: '95 % interval {{interval}}',
    p90: '90 % within {{value}}',
    rollouts_one: '{{value}} rollout {{days}}',
    rollouts_other: '{{value}} rollouts {{days}}',
    deployDays_one: 'on {{value}} day',
    deployDays_other: 'on {{value}} days',
    failed_one: '{{value}} failed',
    failed_other: '{{value}} failed',
    maturing_one: '{{value}} still so young that it may yet fail',
    maturing_other: '{{value}} still so young that they may yet fail',
    rollbacks_one: '{{value}} rollback',
    rollbacks_other: '{{value}} rollbacks',
    hotfixes_one: '{{value}} hotfix',
    hotfixes_other: '{{value}} hotfixes',
    open: {
      failedReleases_one: '{{value}} failed release not recovered yet',
      failedReleases_other: '{{value}} failed releases not recovered yet',
      incidents_one: '{{value}} incident still open',
      incidents_other: '{{value}} incidents still open',
    },
    withOpen: '{{value}} with what is still open',
    withOpenUnknown: 'Not known yet with what is still open',
    changeSize_one: '{{value}} line in a change (median)',
    changeSize_other: '{{value}} lines in a change (median)',
    connectedOf:
      'Incidents are connected for {{connected}} of {{of}} products.',
    connectedOfShort: 'incidents: {{connected}} of {{of}}',
    partial:
      'No incident source is connected: only rollbacks and hotfixes are counted.',
    partialNone:
      'No release was rolled back or hotfixed in this window, and no incident source is connected.',
    noneCounts_one:
      '{{value}} deployment arrived, and it does not count: {{why}}.',
    noneCounts_other: '{{value}} deployments arrived, none counts: {{why}}.',
    tooFew: 'Only {{sample}}: too few for a tier',
    tooFewUntiered: 'Only {{sample}}: too few to rely on',
    idle: 'No release in this window; a longer one shows those before it.',
    idleRatio: 'No release in this window, so there is nothing to rate.',
    notConnected: {
      deployments: 'No deployment has arrived here yet.',
      changes: 'No change (pull request or commit) has arrived here yet.',
      incidents: 'No incident source is connected here.',
    },
    connect: 'How to connect',
    show: {
      releases: 'Show releases',
      changes: 'Show changes',
      incidents: 'Show incidents',
    },
    openLabel: '{{metric}}: show the list of {{list}} behind it',
  },
  compared: {
    against_one: 'the day before',
    against_other: 'the {{value}} days before',
    better: 'Better than {{against}}',
    worse: 'Less good than {{against}}',
    same: 'No clear change against {{against}}',
    unknown: 'Too little data to compare with {{against}}',
    withValue: '{{sentence}} ({{value}})',
  },
  window: {
    label: 'Time window',
    presets: 'Windows that end today',
    days_one: '{{count}} day',
    days_other: '{{count}} days',
    from: 'From',
    to: 'Until',
    invalid: 'Not a window',
    bucket: 'By',
    buckets: { day: 'Day', week: 'Week', month: 'Month' },
    timezone: 'Days and times in {{timezone}}',
  },
  chart: {
    title: 'Trends',
    releasesPer: {
      day: 'Releases per day',
      week: 'Releases per week',
      month: 'Releases per month',
    },
    series: {
      sample: 'Releases',
      code: 'Feature',
      hotfix: 'Hotfix',
      rollback: 'Rollback',
      failed: 'Failed',
    },
    heading: {
      days: 'Days',
      value: 'Value',
      median: 'Median',
      p90: '90 % within',
      interval: '95 % interval',
      sample: 'Sample',
      cases: 'One by one',
    },
    count: '{{name}}: {{value}}',
    value: 'Value: {{value}}',
    median: 'Median: {{value}}',
    p90: '90 % within {{value}}',
    noValue: 'No value',
    none: '–',
    note: '{{type}}: {{label}}',
    noteValue: '{{label}} ({{value}})',
    stillOpen: 'still open',
    openCount_one: '{{count}} still open',
    openCount_other: '{{count}} still open',
    more_one: 'and {{count}} more',
    more_other: 'and {{count}} more',
    marks: 'Incidents and signals',
    severalMarks: 'Several close together',
    logarithmic: 'Scale of factors (logarithmic)',
    case: { failedReleases: 'Failed release', incidents: 'Incident' },
    incident: {
      incident: 'Incident',
      'flag-rollback': 'Feature flag switched off',
    },
    signal: {
      any: 'Signal, such as a flag or a note',
      lasting: 'Signal that lasts, such as a freeze',
      flag: 'Flag',
      ring: 'Ring',
      freeze: 'Freeze',
      note: 'Note',
      slo: 'Service level',
      outcome: 'Outcome',
    },
    rolling: {
      day: '28 days up to then',
      week: 'Four weeks up to then',
      month: 'Three months up to then',
    },
    own: {
      day: 'The day alone',
      week: 'The week alone',
      month: 'The month alone',
    },
    cut: {
      incidents:
        'Of {{total}} incidents the newest {{shown}} are drawn; the numbers count all of them.',
      failedReleases:
        'Of {{total}} failed releases the newest {{shown}} are drawn; the numbers count all of them.',
      signals: 'Of {{total}} signals the newest {{shown}} are drawn.',
    },
    view: { table: 'Table', stages: 'Stages' },
    incomplete: {
      day: 'Not over yet',
      week: 'Not a whole week',
      month: 'Not a whole month',
    },
    empty: 'Nothing to draw in this window.',
    plotLabel: '{{metric}} over time; Enter shows what is behind a bucket',
  },
  evidence: {
    release: 'Release',
    scope: '{{title}}, {{days}}',
    back: 'Back to the list',
    close: 'Close',
    filter: 'Filter',
    sentBy: 'sent by {{sender}}',
    releases: {
      title: 'Releases',
      empty: 'No such release in this window.',
      find: 'Find by version or component',
    },
    changes: {
      title: 'Changes',
      empty: 'No such change in this window.',
      find: 'Find by title, id or component',
    },
    incidents: {
      title: 'Incidents',
      empty: 'No such incident in this window.',
      find: 'Find by title, id or severity',
    },
    text: '“{{text}}”',
    sort: {
      time: { desc: 'Newest first', asc: 'Oldest first' },
      changes: { desc: 'Most changes first', asc: 'Fewest changes first' },
      recoveryTime: {
        desc: 'Longest recovery first',
        asc: 'Shortest recovery first',
      },
      leadTime: {
        desc: 'Longest lead time first',
        asc: 'Shortest lead time first',
      },
      startedAt: { desc: 'Newest first', asc: 'Oldest first' },
      timeToRestore: {
        desc: 'Longest restore first',
        asc: 'Shortest restore first',
      },
    },
    only: {
      all: 'All',
      failed: 'Failed',
      rework: 'Rollbacks and hotfixes',
      excluded: 'Not counted',
      counted: 'Counted',
      open: 'Open',
      attributed: 'With a release',
      unattributed: 'Without a release',
    },
  },
  release: {
    name: '{{component}} {{version}}',
    noVersion: '(no version)',
    noTime: 'not finished',
    failed: 'Failed',
    kind: {
      code: 'Release',
      config: 'Configuration only',
      rollback: 'Rollback',
      hotfix: 'Hotfix',
    },
    workspaces_one: '{{count}} workspace',
    workspaces_other: '{{count}} workspaces',
    changes_one: '{{count}} change',
    changes_other: '{{count}} changes',
    incidents_one: '{{count}} incident',
    incidents_other: '{{count}} incidents',
    notCounted: 'Not counted: {{reason}}',
    notFailed: 'Nothing says that it failed.',
    maturing:
      'Nothing says that it failed; incidents may still be attributed to it.',
    recovered: 'Recovered {{time}}, after {{duration}}.',
    notRecovered: 'Not recovered yet.',
    rollouts: 'Rollouts',
    echoes: 'Reported by other sources',
    echoesText:
      'They report the same release: their changes, commit and kind count for it.',
    names: 'Names',
    reports: 'Reports',
    changesTitle: 'Changes',
    changesFrom: {
      listed: 'Listed by its deployments.',
      inferred:
        'Not listed by its deployments; inferred from what was merged since the release before.',
      none: 'No change is known of this release.',
    },
    incidentsTitle: 'Incidents',
    noIncidents: 'No incident is linked to this release.',
    gone: 'There is no such release any more. Late facts or changed rules may have made another one of it.',
  },
  rollout: {
    workspace: 'Workspace',
    time: 'Time',
    replaced: 'Replaced',
    first: 'nothing known',
    deployment: 'Deployment',
  },
  change: {
    leadTime: 'Lead time {{value}}',
    firstCommit: 'first commit {{time}}',
    merged: 'merged {{time}}',
    notCounted: 'Not counted: {{reason}}',
    release: 'Released with',
    noRelease: 'Not released yet.',
  },
  incident: {
    duplicates: 'also reported as {{incidents}}',
    restored: 'Restored in {{value}}',
    open: 'Still open',
    severity: 'severity {{severity}}',
    flagRollback: 'feature flag switched off',
    started: 'started {{time}}',
    resolved: 'resolved {{time}}',
    release: 'Release:',
  },
  correct: {
    attach: {
      button: 'Attach to a release…',
      incident: 'Attach an incident…',
      title: 'Attach an incident to a release',
      text: '{{incident}} will be linked to {{release}}, whatever the rules say. The release then counts as failed, in the failure rate and recovery time of {{component}} and of everything above it.',
      confirm: 'Attach',
    },
    detach: {
      button: 'Detach…',
      title: 'Detach an incident from a release',
      text: '{{incident}} will no longer be linked to {{release}}, nor to another release instead; it stays in the time to restore. {{release}} then counts as failed only where something else says so.',
      confirm: 'Detach',
    },
    'not-a-failure': {
      button: 'Not a failure…',
      title: 'Mark a release as not a failure',
      text: '{{release}} will no longer count as failed, whatever the reasons; they stay visible. The failure rate and recovery time of {{component}} and of everything above it follow.',
      confirm: 'Not a failure',
    },
    'take-back': {
      button: 'Take back…',
      title: 'Delete a correction',
      text: 'The rules apply again, as if this correction had never been made.',
      confirm: 'Take back',
    },
    about: '{{text}} {{about}}',
    note: 'Note: why?',
    seen: 'Everyone who may see the release sees who corrected it, when, and the note.',
    failed: 'Nothing was changed: {{reason}}',
    cancel: 'Cancel',
    next: 'Next',
    pick: {
      among: 'Among those of',
      release: 'Which release caused {{incident}}?',
      incident: 'Which incident did it cause?',
      before: '{{time}}, {{duration}} before',
      noRelease_one: 'No other release in the {{count}} day before it.',
      noRelease_other: 'No other release in the {{count}} days before it.',
      noIncident_one: 'No other incident in the {{count}} day after it.',
      noIncident_other: 'No other incident in the {{count}} days after it.',
    },
  },
  explain: {
    incident: 'incident {{incident}}',
    flag: 'flag rollback {{incident}} (a feature flag switched off)',
    releaseOf: 'the release of {{time}}',
    component: 'its component',
    entity: 'its entity',
    toWorkspace: ' to {{workspace}}',
    andOthers: ' and {{others}} more',
    note: ': “{{note}}”',
    andAuthority: '; dora.deployments.authority: {{patterns}}',
    kind: { group: 'group', domain: 'domain' },
  },
  explanation: {
    causedByDeployment:
      '{{incident}} names its deployment {{deploymentSource}}/{{deploymentId}} as the cause',
    causedByCommit:
      '{{incident}} names commit {{commit}} as the cause, and this was the latest release with it when the incident started',
    causedByVersion:
      '{{incident}} names version {{version}} as the cause, and this was the latest release of it when the incident started',
    causedByUnreadable:
      '{{incident}}, according to another report of the same outage, which you may not see',
    withinIncidentWindow:
      '{{incident}} started {{afterSeconds}} after the rollout of {{release}}{{toWorkspace}}, within incidentWindow ({{windowSeconds}})',
    attached:
      '{{incident}} attached by {{correctedBy}}, {{correctedAt}}{{note}}',
    attachedByCorrection: '{{incident}} attached by a correction',
    rolledBack:
      'rolled back to {{fix}} after {{afterSeconds}}, within rollbackWindow ({{windowSeconds}})',
    hotfixed:
      'hotfixed by {{fix}} {{afterSeconds}} later, within hotfixWindow ({{windowSeconds}})',
    unreadableIncident:
      'an incident on an entity that you may not see is linked to it',
    otherEnvironment:
      'environment “{{environment}}” is none of dora.environments.production ({{patterns}})',
    otherEnvironmentByAnnotation:
      'environment “{{environment}}” is none of backstage-dora.io/production-environments ({{patterns}})',
    otherSource:
      'reported by “{{source}}”, which did not count at that time (dora.deployments.authority: {{patterns}})',
    otherSourceByAnnotation:
      'reported by “{{source}}”, which did not count at that time (backstage-dora.io/deployments-from: {{pattern}}{{andAuthority}})',
    deploymentInProgress:
      'still in progress: status is “in_progress”, and only “success” is a release',
    deploymentFailed:
      'a failed attempt: status is “failure”, and only “success” is a release',
    deploymentCancelled:
      'cancelled: status is “cancelled”, and only “success” is a release',
    configByKind: 'config-only: its sender says “kind: config”',
    sameVersion:
      'config-only: {{release}} already ran in workspace “{{workspace}}”',
    repeatsEarlier:
      'reported late: {{release}} ran in workspace “{{workspace}}” before, since the previous report of this source',
    excludedLabel:
      'its label “{{label}}” is in dora.rules.excludeChanges.labels',
    excludedByLabels:
      'one of its labels is in dora.rules.excludeChanges.labels',
    excludedTitle:
      'its title matches “{{pattern}}” of dora.rules.excludeChanges.titles',
    excludedByTitles:
      'its title matches one of dora.rules.excludeChanges.titles',
    noStart:
      'it has no {{start}}, where lead time starts (dora.rules.leadTimeStart: {{leadTimeStart}})',
    startAfterRelease:
      'its {{start}}, where lead time starts (dora.rules.leadTimeStart: {{leadTimeStart}}), is {{lateSeconds}} after the release',
    carriedBefore: 'it belongs to {{release}}, the first release to carry it',
    carriedByAnother: 'an earlier release carries it already',
    noComponent: 'it names no component, and no release lists it',
    neverReleased:
      'not released: no production release of {{component}} is known',
    notReleasedYet:
      'not released yet: it came after the latest production release of {{component}}',
    notListed:
      'not released: {{release}}, the next release of {{component}}, lists its changes, and neither it nor a later one names this',
    beforeFirstRelease:
      'it was there before {{release}} of {{releaseAt}}, the first known release of {{component}}',
    inNoRelease: 'not in any production release of {{component}} yet',
    duplicate: 'not counted: it reports the same outage as incident {{sameAs}}',
    unreadableDuplicate:
      'not counted: it reports the same outage as an incident that you may not see',
    severityLeftOut:
      'not counted: its severity “{{severity}}” is none of dora.rules.incidentSeverities ({{severities}})',
    linkedByUnreadable:
      'another report of the same outage, which you may not see, names a cause that {{release}} of {{component}} has',
    unknownUnreadable:
      'another report of the same outage, which you may not see, names a cause that no known release has (yet)',
    linkedByDeployment:
      'names deployment {{deploymentSource}}/{{deploymentId}}, which rolled out {{release}} of {{component}}',
    linkedByCommit:
      'names commit {{commit}}, of which {{release}} of {{component}} was the latest release when it started',
    linkedByVersion:
      'names version {{version}}, of which {{release}} of {{component}} was the latest release when it started',
    linkedByTime:
      'started {{afterSeconds}} after the rollout of {{release}} of {{component}}{{toWorkspace}}, within incidentWindow ({{windowSeconds}})',
    linkedByTimeToSeveral:
      'started {{afterSeconds}} after the rollout of {{release}} of {{component}}{{toWorkspace}}, within incidentWindow ({{windowSeconds}}), and after {{others}} more in that time (dora.rules.incidentAttribution: {{attribution}})',
    attachedTo:
      'attached to {{release}} of {{component}}{{andOthers}} by {{correctedBy}}, {{correctedAt}}{{note}}',
    attachedToByCorrection:
      'attached to {{release}} of {{component}}{{andOthers}} by a correction',
    unreadableRelease: 'linked to a release that you may not see',
    unknownDeployment:
      'names deployment {{deploymentSource}}/{{deploymentId}}, which is no rollout that is known (yet)',
    unknownCommit:
      'names commit {{commit}}, which no release of {{entity}} until then has (yet)',
    unknownVersion:
      'names version {{version}}, which no release of {{entity}} until then has (yet)',
    detached:
      'detached from its release by {{correctedBy}}, {{correctedAt}}{{note}}',
    noRolloutOfComponent:
      'no rollout of {{entity}} within incidentWindow ({{windowSeconds}}) before it',
    noRolloutOfProduct:
      'no rollout of any component of {{entity}} within incidentWindow ({{windowSeconds}}) before it',
    tooWide:
      'names no cause, and is on a {{entityKind}}: on anything wider than a product, time alone proves nothing',
    failed: 'failed: {{what}}',
    excused:
      'would have failed, but was marked as not a failure by {{who}}, {{time}}{{note}}; the reason was: {{what}}',
    flagRollback: 'a feature flag switched off: {{what}}',
    echo: '{{what}}; as a second report of {{release}}, by “{{source}}”, its changes, commit and kind count there',
  },
  correction: {
    attach: 'Attached to the release by {{by}}, {{time}}.',
    detach: 'Detached from the release by {{by}}, {{time}}.',
    'not-a-failure': 'Marked as not a failure by {{by}}, {{time}}.',
    note: '“{{note}}”',
  },
  level: {
    platform: 'Platforms',
    domain: 'Domains',
    product: 'Products',
    component: 'Components',
  },
  scope: {
    organisation: 'Whole organisation',
    breadcrumbs: 'Place in the organisation',
    levels: 'Level',
    views: 'View',
    compare: 'Metrics',
    picture: 'Pictures',
    coverage: 'Coverage',
  },
  breakdown: {
    platform: 'By platform',
    domain: 'By domain',
    product: 'By product',
    component: 'By component',
  },
  workspaces: {
    title: 'By workspace',
    empty:
      'No release has gone anywhere yet. As soon as deployments arrive, the workspaces that they name stand here side by side.',
    single:
      'All releases go to one workspace, {{workspace}}. Where a component runs in several regions or clusters, let each deployment name its own in {{field}}; they then stand here side by side.',
    noneInWindow: 'No release went to any of these in this window.',
    even: 'All workspaces get about the same number of releases.',
    fewer:
      '{{most}} gets the most releases ({{mostReleases}}), {{fewest}} the fewest: {{fewestReleases}}, {{share}} of that.',
    slowest:
      '{{workspace}} gets them the latest, {{lag}} after the first workspace (median).',
    first: 'among the first',
    later: '{{value}} later',
    alone: 'nothing to compare',
    heading: {
      workspace: 'Workspace',
      releases: 'Releases',
      share: 'Of the most',
      lag: 'After the first workspace',
      latest: 'Latest rollout',
    },
  },
  compare: {
    name: 'Name',
    releases: 'Releases by week',
    sample: 'n = {{value}}',
    before: 'before: {{value}}',
    noBefore: 'before: no value',
    components_one: '{{count}} component',
    components_other: '{{count}} components',
    workspaces_one: '{{count}} workspace',
    workspaces_other: '{{count}} workspaces',
    sampleData: 'sample data',
    spark: 'Releases by week: {{counts}}',
    open: 'DORA page of {{title}}',
    filter: 'Filter by name',
    columns: 'Columns',
    csv: 'CSV',
    note: 'Every team has its own context: compare with its own past first, and mind small samples (n).',
    empty: {
      platform:
        'No platforms here: groups that are parents of groups that own products.',
      domain: 'No domains here: groups that own products.',
      product:
        'No products here: systems, and components that belong to no system.',
      component: 'No components here.',
    },
  },
  filters: {
    button: 'Filters',
    buttonCount: 'Filters ({{value}})',
    active: 'Filters that are on',
    owner: 'Owner',
    type: 'Type',
    lifecycle: 'Lifecycle',
    metric: 'Metric',
    tier: 'Tier',
    state: 'State',
    states: {
      ok: 'Enough data',
      partial: 'No incident source',
      'too-few': 'Too few',
      idle: 'Idle',
      'no-data': 'None',
      'not-connected': 'Not connected',
    },
    chip: '{{name}}: {{value}}',
    remove: 'Take off the filter {{filter}}',
    clear: 'Clear filters',
    clearOne: 'Clear {{name}}',
    open: 'Open',
    noOptions: 'Nothing to choose from',
    done: 'Done',
    noMatch: 'Nothing here matches {{filters}}.',
  },
  order: {
    button: 'Order: {{order}}',
    label: 'Order',
    name: 'By name',
    changes: 'Largest change against the window before',
    change: 'Largest change, {{metric}}',
    first: { asc: 'smallest change first', desc: 'largest change first' },
  },
  pager: {
    rows: 'Rows',
    range: '{{from}}–{{to}} of {{total}}',
    previous: 'Previous page',
    next: 'Next page',
  },
  card: {
    title: 'Delivery (DORA)',
    subheader_one: 'Last {{count}} day',
    subheader_other: 'Last {{count}} days',
    subheaderSample_one: 'Last {{count}} day, sample data',
    subheaderSample_other: 'Last {{count}} days, sample data',
    link: 'Details',
  },
  definitions: {
    title: 'How this is measured',
    general_one:
      'Days are those of {{timezone}}. Only components and products have tiers; other than that of the frequency, a tier needs a sample of at least {{count}}.',
    general_other:
      'Days are those of {{timezone}}. Only components and products have tiers; other than that of the frequency, a tier needs a sample of at least {{count}}.',
    rules: 'Rules',
    ruleHeading: 'Rule',
    guideNote:
      'Fixed cut-points that stay the same from year to year: daily, weekly and monthly; an hour, a day and a week; 15%, 30% and 45%. They are a guide and not published by DORA.',
    start: {
      firstCommit: 'its first commit',
      opened: 'the opening of its pull request',
      merged: 'its merge',
    },
    rule: {
      timezone:
        'Days and weeks are those of the time zone {{timezone}}; weeks begin on Monday.',
      production:
        'A successful deployment counts when its environment matches {{list}}, in upper or lower case. The annotation backstage-dora.io/production-environments of a component, its product or a group above goes before this.',
      authority: {
        none: 'The deployments of all sources count, except where the annotation backstage-dora.io/deployments-from of a component names one.',
        some: 'Of the sources of a component, only those count that the first of {{list}} matches which has deployed it; where none has, all count. What the annotation backstage-dora.io/deployments-from of a component names comes before these.',
      },
      noNames: {
        none: 'Versions, commits and digests that consist of zeros name nothing.',
        some: 'A version, commit or digest {{list}}, in upper or lower case, or one of zeros names nothing.',
      },
      movingVersions: {
        none: 'A version name that comes with different commits or digests moves: it identifies a version only where there is no other name.',
        some: 'A version name that comes with different commits or digests moves, and so does {{list}}: it identifies a version only where there is no other name.',
      },
      incidentSeverities: {
        all: 'Incidents of all severities count.',
        some: 'Incidents of severity {{list}} count, in upper or lower case, and so do those without one.',
      },
      leadTimeStart: {
        firstCommit: 'Lead time starts with the first commit of the change.',
        opened:
          'Lead time starts when the pull request is opened. A change without that time is left out of lead time, with the reason shown.',
        merged:
          'Lead time starts when the change is merged. A change without that time is left out of lead time, with the reason shown.',
      },
      excludeLabels: {
        none: 'No change is left out for its labels.',
        some: 'Changes with a label {{list}} are left out of lead time and batch size, with the reason shown.',
      },
      excludeTitles: {
        none: 'No change is left out for its title.',
        some: 'Changes whose title matches {{list}} are left out of lead time and batch size, with the reason shown.',
      },
      incidentWindow:
        'An incident on a component or product whose cause nobody named is put down to a rollout under it only where that rollout came at most {{window}} before the incident started. A release is still maturing, and may yet turn out to have failed, until {{window}} after its last rollout.',
      incidentAttribution: {
        latest:
          'Such an incident is put down to the release of the latest rollout before it, and to no other.',
        all: 'Such an incident is put down to every release with a rollout in that time.',
      },
      rollbackWindow:
        'A release has failed when it is rolled back within {{window}} of its own time.',
      hotfixLabels: {
        none: 'A release is a hotfix only where its deployment says so; no label of a change makes it one.',
        some: 'A release is a hotfix where its deployment says so, or where it is the first to carry a change with a label {{list}}.',
      },
      hotfixWindow:
        'A release has failed when it is the latest one before a hotfix, rollbacks aside, and the hotfix came within {{window}} of its time.',
      domain: {
        group: 'A domain is the group that owns a product.',
        domain: 'A domain is the catalog Domain that a product is part of.',
      },
      minimumSample_one:
        'A value over fewer than {{value}} is shown as too few to tell, and gets no tier; the deployment frequency is exempt.',
      minimumSample_other:
        'A value over fewer than {{value}} is shown as too few to tell, and gets no tier; the deployment frequency is exempt.',
    },
    value: 'Value',
    key: 'Configured as',
    tiers: 'Tiers',
    metric: 'Metric',
    preset: 'Tiers: {{title}} ({{source}}).',
    noTier: 'not published',
    otherwise: 'otherwise',
    published:
      'What the DORA reports published, as context: clusters of survey answers of their year, no grades',
    none: 'none',
  },
  split: {
    title: 'Before and after',
    day: 'Compare around',
    text: 'Pick a day within the window, such as that of a migration: what was before it stands beside what came after.',
    outside: 'Not within the window',
    interval: '{{interval}}, {{sample}}',
    verdict: 'Difference',
    better: 'Better',
    worse: 'Less good',
    same: 'No clear change',
    unknown: 'Too little data to tell',
  },
  picture: {
    mark: 'Mark one',
    note: 'Where each one stands, and how far apart they are. The table under “Metrics” has the same numbers.',
    cut: 'Only the first {{value}} by name are shown.',
    scatter: {
      title: 'Throughput and stability',
      text: 'Each dot is one; the more releases, the larger. The dashed lines are the medians of the dots. A ring is none to rely on: it has too few releases, or no incident source, so that only rollbacks and hotfixes are counted. The interval shows when one points at it.',
      label: 'Deployment frequency against change failure rate',
      dot: '{{title}}: {{frequency}}, {{rate}} failed ({{interval}}), {{sample}}',
    },
    distribution: {
      title: 'Spread',
      text: 'A dot for each with enough data, the middle half as a box, the median as a line. Frequencies and durations stand on a scale of factors.',
      words_one:
        'Median {{median}}, middle half {{low}} to {{high}}, {{value}} value',
      words_other:
        'Median {{median}}, middle half {{low}} to {{high}}, {{value}} values',
      own: '; {{title}}: {{value}}',
      none: 'No values',
    },
    heatMap: {
      title: 'Week by week',
      label: '{{metric}} by week',
      view: 'Shown as',
      colours: 'Colours',
      legend: 'What the colours mean',
      text: {
        'per day':
          'Releases in each week of the window: the stronger the colour, the more.',
        seconds:
          'The median of each week: the stronger the colour, the longer it took. Shorter is better; one week alone says little.',
        ratio:
          'The share of the releases of each week: the stronger the colour, the higher. Lower is better; where a week has few releases, one of them makes much of it.',
        changes:
          'The median of each week: the stronger the colour, the more changes in a release. Fewer is better.',
      },
      cell: '{{title}}, {{days}}: {{words}}',
      value: '{{value}}, from {{sample}}',
      noValue: 'no value',
      noValueOrPartial: 'no value, or no incident source',
      partial: '{{words}}; rollbacks and hotfixes only',
      unfinished: '{{text}} (not a whole week)',
      cut: 'not a whole week',
      under: 'under {{value}}',
      between: '{{low}} to {{high}}',
      over: '{{value}} or more',
    },
  },
  coverage: {
    silent: 'Silent sources',
    silentText:
      'Components whose counting source has not reported a deployment for 30 days, while others did.',
    silentSource: 'Counting source',
    silentOthers: 'Others that reported',
    moving: 'Version names that move',
    movingText:
      'They stand for different things at different times, and identify a version only where there is no other name.',
    joined: 'Versions with several names',
    joinedText:
      'What has a commit or a digest in common is one version. Many names are often the mistake of a pipeline that sends one commit for all.',
    version: 'Version name',
    versions: 'Version names',
    names: 'Some of its names',
    sources: 'Sources',
    sourcesText: 'What has arrived, from where.',
    synchronisations: 'Fetching',
    synchronisationsText:
      'How far the sources are that fetch facts by themselves, and what hinders them.',
    sync: {
      subject: 'From',
      state: 'State',
      backfill: 'History',
      at: 'As of',
      states: {
        backfilling: 'Fetching the history',
        'up-to-date': 'Up to date',
        waiting: 'Waiting',
        failed: 'Failed',
      },
      until: 'goes on {{time}}',
      steps_one: '{{value}} step',
      steps_other: '{{value}} steps',
      progress_one: '{{value}} of {{total}} step',
      progress_other: '{{value}} of {{total}} steps',
      more: 'and {{value}} more',
    },
    setAside: {
      title_one: '{{value}} component is set aside',
      title_other: '{{value}} components are set aside',
      item: 'as of {{since}} ({{error}}); next attempt {{next}}',
      text_one:
        'Its latest facts could not be processed, so its numbers stay as they were at the time shown. This is tried again automatically, once a day and whenever one of its facts or a rule changes. If you know which fact is wrong, correct it and send it again; otherwise pass the error on to your Backstage team.',
      text_other:
        'Their latest facts could not be processed, so their numbers stay as they were at the time shown. This is tried again automatically, once a day and whenever one of their facts or a rule changes. If you know which fact is wrong, correct it and send it again; otherwise pass the error on to your Backstage team.',
      docs: 'Components set aside',
    },
    entities: 'Products and components',
    entitiesText: 'What is connected, since when, and what is missing.',
    unmapped: 'Not in the catalog',
    unmappedText:
      'Facts that name something that the catalog does not have. They are kept, and count as soon as it is there.',
    rejected: 'Rejected facts',
    rejectedText: 'The newest facts that were not accepted, each with why.',
    source: 'Source',
    sampleSource: '{{source}} (sample data)',
    facts: 'Facts',
    count: 'Number',
    first: 'First',
    last: 'Last',
    unmappedCount: 'Not in the catalog',
    rejectedCount: 'Rejected',
    reference: 'Reference',
    at: 'Time',
    id: 'Id',
    reason: 'Reason',
    missing: 'Missing',
    viaOthers: 'None here',
    period: '{{first}} to {{last}}',
    empty: 'There are no products and components here.',
    connectLabel: 'How to connect {{kind}} of {{title}}',
    templateLabel: 'Open a pull request to connect {{kind}} of {{title}}',
    kind: {
      deployments: 'Deployments',
      changes: 'Changes',
      incidents: 'Incidents',
      signals: 'Signals',
      artifacts: 'Artifacts',
    },
  },
  connect: {
    deployments: {
      title: 'Connect deployments',
      text: 'Let the pipeline that deploys to production send a deployment each time it has finished. Everything else builds on that.',
    },
    changes: {
      title: 'Connect changes',
      text: 'Send each pull request, or each commit pushed without one, with the time of its first commit. Lead time and batch size are made of them.',
    },
    incidents: {
      title: 'Connect incidents',
      text: 'Send the incidents of your paging or ticket system. Until the first one arrives, failure rate and recovery time know of rollbacks and hotfixes alone. Where incidents are reported but none has happened yet, name the product in dora.incidents.connected.',
    },
    example:
      'For example with a token of Backstage’s external access; ids and times are yours:',
    docs: {
      title: 'Read on in the docs:',
      fields: 'What each field says',
      github: 'Send from GitHub Actions',
      gitlab: 'Send from GitLab CI',
      incidents: 'Where incidents come from',
      source: 'Fetch from a system of your own',
      file: '{{text}} ({{file}})',
    },
    template: 'Open a pull request',
    copied: 'Copied',
    close: 'Close',
  },
  sampleData: {
    text: 'These numbers are made of sample data. Set {{setting}} to remove it.',
  },
  error: {
    retry: 'Try again',
    metrics: 'The metrics could not be loaded.',
    series: 'The trends could not be loaded.',
    timeline: 'Incidents and signals could not be loaded.',
    workspaces: 'The workspaces could not be loaded.',
    compare: 'The comparison could not be loaded.',
    releases: 'The releases could not be loaded.',
    release: 'The release could not be loaded.',
    changes: 'The changes could not be loaded.',
    incidents: 'The incidents could not be loaded.',
    definitions: 'The definitions could not be loaded.',
    coverage: 'The coverage could not be loaded.',
    unreachable: {
      notFound:
        'The DORA backend plugin cannot be reached: this Backstage has none (404).',
      network:
        'The DORA backend plugin cannot be reached: there was no answer from the network.',
      notJson:
        'The DORA backend plugin cannot be reached: something else answered in its place.',
      docs: 'How to install the plugin',
    },
  },
} as const;
