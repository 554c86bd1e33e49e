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

import { makeStyles, Theme } from '@material-ui/core/styles';

/** Looks that the lists of evidence share. */
export const useEvidenceStyles = makeStyles(
  (theme: Theme) => ({
    list: { listStyle: 'none', margin: 0, padding: 0 },
    item: {
      padding: theme.spacing(1.5, 0),
      borderBottom: `1px solid ${theme.palette.divider}`,
      overflowWrap: 'anywhere',
    },
    head: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'baseline',
      justifyContent: 'space-between',
      columnGap: theme.spacing(1),
    },
    marks: {
      display: 'inline-flex',
      alignItems: 'center',
      gap: theme.spacing(1),
    },
    name: {
      fontSize: '0.95rem',
      fontWeight: 600,
      textAlign: 'left',
      verticalAlign: 'baseline',
      fontFamily: 'inherit',
    },
    small: { fontSize: '0.8125rem', lineHeight: 1.5 },
    // The backend's sentences begin in lower case, to stand in the middle of others.
    sentence: {
      fontSize: '0.8125rem',
      lineHeight: 1.5,
      '&::first-letter': { textTransform: 'uppercase' },
    },
    failed: {
      display: 'inline-flex',
      alignItems: 'center',
      gap: theme.spacing(0.5),
      fontWeight: 600,
      fontSize: '0.8125rem',
    },
    section: {
      margin: theme.spacing(2.5, 0, 0.5),
      fontSize: '1rem',
      fontWeight: 600,
    },
    // On narrow screens it scrolls; broken words are harder to read.
    rollouts: { '& th, & td': { whiteSpace: 'nowrap' } },
    reasons: { margin: 0, paddingLeft: theme.spacing(2.5) },
  }),
  { name: 'DoraEvidence' },
);
