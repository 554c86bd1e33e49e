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

import { useEffect, useRef } from 'react';
import Drawer from '@material-ui/core/Drawer';
import IconButton from '@material-ui/core/IconButton';
import Typography from '@material-ui/core/Typography';
import { makeStyles, Theme } from '@material-ui/core/styles';
import BackIcon from '@material-ui/icons/ArrowBack';
import CloseIcon from '@material-ui/icons/Close';
import { useFormatter } from '../format';
import { useTranslation } from '../translations';
import { TimeWindow } from '../window';
import { CorrectionsProvider } from './corrections';
import { EvidenceList } from './EvidenceList';
import { ReleaseDetail } from './ReleaseDetail';
import { useEvidence } from './useEvidence';

const useStyles = makeStyles(
  (theme: Theme) => ({
    paper: {
      width: 720,
      maxWidth: '100vw',
      fontFamily: theme.typography.fontFamily,
      padding: theme.spacing(2, 3),
      [theme.breakpoints.down('xs')]: { padding: theme.spacing(1.5) },
    },
    head: {
      display: 'flex',
      alignItems: 'flex-start',
      gap: theme.spacing(1),
      marginBottom: theme.spacing(1),
    },
    title: { flexGrow: 1 },
    heading: { fontSize: '1.25rem', fontWeight: 600 },
  }),
  { name: 'DoraEvidenceDrawer' },
);

/** The releases, changes and incidents behind the numbers of a page. */
export const EvidenceDrawer = (props: {
  /** Left out, it is the whole organisation. */
  entityRef?: string;
  /** Whose evidence it is, for the heading. */
  title: string;
  window: TimeWindow;
}) => {
  const { entityRef, title, window } = props;
  const classes = useStyles();
  const t = useTranslation();
  const format = useFormatter();
  const evidence = useEvidence();
  const { list, release } = evidence;
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = release ? `${release.entityRef} ${release.time}` : list;

  useEffect(() => {
    // Says to a screen reader what the drawer shows now.
    if (shown) {
      heading.current?.focus();
    }
  }, [shown]);

  const part = evidence.part ?? window;
  return (
    <Drawer
      anchor="right"
      open={list !== undefined}
      onClose={evidence.close}
      PaperProps={{
        className: classes.paper,
        role: 'dialog',
        'aria-modal': true,
        'aria-labelledby': 'dora-evidence-title',
      }}
    >
      <div className={classes.head}>
        {release && (
          <IconButton
            edge="start"
            size="small"
            onClick={evidence.closeRelease}
            aria-label={t('evidence.back')}
          >
            <BackIcon />
          </IconButton>
        )}
        <div className={classes.title}>
          <Typography
            id="dora-evidence-title"
            component="h2"
            className={classes.heading}
            tabIndex={-1}
            ref={heading}
          >
            {release
              ? t('evidence.release')
              : list && t(`evidence.${list}.title`)}
          </Typography>
          {!release && (
            <Typography variant="body2" color="textSecondary">
              {t('evidence.scope', {
                title,
                days: format.days(part.from, part.to),
              })}
            </Typography>
          )}
        </div>
        <IconButton
          edge="end"
          size="small"
          onClick={evidence.close}
          aria-label={t('evidence.close')}
        >
          <CloseIcon />
        </IconButton>
      </div>
      {list && (
        <CorrectionsProvider>
          {release ? (
            <ReleaseDetail opened={release} />
          ) : (
            <EvidenceList
              list={list}
              evidence={evidence}
              query={{ entityRef, from: part.from, to: part.to }}
            />
          )}
        </CorrectionsProvider>
      )}
    </Drawer>
  );
};
