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

import { ReactNode, useState } from 'react';
import Paper from '@material-ui/core/Paper';
import TableContainer from '@material-ui/core/TableContainer';
import Typography from '@material-ui/core/Typography';
import { makeStyles, Theme } from '@material-ui/core/styles';
import { useDoraRequest } from '../api';
import { LoadingRows, RequestError } from '../common';
import { ConnectDialog } from '../connect';
import { MissingFacts } from '../metrics';
import { useTranslation } from '../translations';
import { EntityCoverageTable } from './EntityCoverageTable';
import {
  JoinedTable,
  MovingTable,
  RejectedTable,
  SilentTable,
  SourceTable,
  UnmappedTable,
} from './SourceTables';
import { SetAsideNotice } from './SetAsideNotice';
import { SynchronisationTable } from './SynchronisationTable';

const useStyles = makeStyles(
  (theme: Theme) => ({
    root: { display: 'flex', flexDirection: 'column', gap: theme.spacing(2) },
    heading: {
      fontSize: '1.1rem',
      fontWeight: 600,
      padding: theme.spacing(1.5, 2, 0),
    },
    text: { padding: theme.spacing(0.5, 2, 1) },
  }),
  { name: 'DoraCoverage' },
);

const Section = (props: {
  title: string;
  text: string;
  children: ReactNode;
}) => {
  const classes = useStyles();
  return (
    <Paper>
      <Typography component="h2" className={classes.heading}>
        {props.title}
      </Typography>
      <Typography
        variant="body2"
        color="textSecondary"
        className={classes.text}
      >
        {props.text}
      </Typography>
      <TableContainer tabIndex={0} role="region" aria-label={props.title}>
        {props.children}
      </TableContainer>
    </Paper>
  );
};

/** What has arrived from where, and what is missing. */
export const CoverageView = ({ entityRef }: { entityRef?: string }) => {
  const classes = useStyles();
  const t = useTranslation();
  const { data, error, retry } = useDoraRequest('coverage', { entityRef });
  const [missing, setMissing] = useState<{
    facts: MissingFacts;
    entityRef: string;
  }>();
  if (error) {
    return (
      <RequestError title={t('error.coverage')} error={error} onRetry={retry} />
    );
  }
  if (!data) {
    return <LoadingRows rows={8} />;
  }
  return (
    <div className={classes.root} data-testid="dora-coverage">
      <SetAsideNotice setAside={data.setAside} />
      <Section title={t('coverage.sources')} text={t('coverage.sourcesText')}>
        <SourceTable sources={data.sources} />
      </Section>
      {data.synchronisations.length > 0 && (
        <Section
          title={t('coverage.synchronisations')}
          text={t('coverage.synchronisationsText')}
        >
          <SynchronisationTable synchronisations={data.synchronisations} />
        </Section>
      )}
      <Section title={t('coverage.entities')} text={t('coverage.entitiesText')}>
        <EntityCoverageTable
          entities={data.entities}
          onConnect={(facts, ref) => setMissing({ facts, entityRef: ref })}
        />
      </Section>
      {data.silentSources.length > 0 && (
        <Section title={t('coverage.silent')} text={t('coverage.silentText')}>
          <SilentTable silentSources={data.silentSources} />
        </Section>
      )}
      {data.names.moving.length > 0 && (
        <Section title={t('coverage.moving')} text={t('coverage.movingText')}>
          <MovingTable moving={data.names.moving} />
        </Section>
      )}
      {data.names.joined.length > 0 && (
        <Section title={t('coverage.joined')} text={t('coverage.joinedText')}>
          <JoinedTable joined={data.names.joined} />
        </Section>
      )}
      {data.unmapped.length > 0 && (
        <Section
          title={t('coverage.unmapped')}
          text={t('coverage.unmappedText')}
        >
          <UnmappedTable unmapped={data.unmapped} />
        </Section>
      )}
      {data.rejected.length > 0 && (
        <Section
          title={t('coverage.rejected')}
          text={t('coverage.rejectedText')}
        >
          <RejectedTable rejected={data.rejected} />
        </Section>
      )}
      <ConnectDialog
        missing={missing?.facts}
        entityRef={missing?.entityRef ?? ''}
        onClose={() => setMissing(undefined)}
      />
    </div>
  );
};
