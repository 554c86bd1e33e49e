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

import Typography from '@material-ui/core/Typography';
import { makeStyles, Theme } from '@material-ui/core/styles';
import type { MissingFacts } from '../metrics';
import { useTranslation } from '../translations';
import { DocsLink } from '../common';

type DocsText = 'fields' | 'github' | 'gitlab' | 'incidents' | 'source';

/** The pages of the docs that say more, with their sections. */
const DOCS: Record<
  MissingFacts,
  { page: string; section?: string; text: DocsText }[]
> = {
  deployments: [
    { page: 'send-facts', section: 'deployment', text: 'fields' },
    { page: 'send-facts', section: 'github-actions', text: 'github' },
    { page: 'send-facts', section: 'gitlab-ci', text: 'gitlab' },
    { page: 'write-a-source', text: 'source' },
  ],
  changes: [
    { page: 'send-facts', section: 'change', text: 'fields' },
    { page: 'send-facts', section: 'github-actions', text: 'github' },
    { page: 'send-facts', section: 'gitlab-ci', text: 'gitlab' },
    { page: 'write-a-source', text: 'source' },
  ],
  incidents: [
    { page: 'send-facts', section: 'incident', text: 'fields' },
    { page: 'send-facts', section: 'incidents', text: 'incidents' },
    { page: 'write-a-source', text: 'source' },
  ],
};

const useStyles = makeStyles(
  (theme: Theme) => ({
    title: { marginTop: theme.spacing(2) },
    list: { margin: 0, paddingLeft: theme.spacing(3), lineHeight: 1.7 },
  }),
  { name: 'DoraReadOn' },
);

/** Where to read on: links where the app says where the docs are, else their files. */
export const ReadOn = ({ missing }: { missing: MissingFacts }) => {
  const classes = useStyles();
  const t = useTranslation();
  return (
    <>
      <Typography className={classes.title}>
        {t('connect.docs.title')}
      </Typography>
      <Typography component="ul" variant="body2" className={classes.list}>
        {DOCS[missing].map(({ page, section, text }) => (
          <li key={text}>
            <DocsLink
              page={page}
              section={section}
              text={t(`connect.docs.${text}`)}
            />
          </li>
        ))}
      </Typography>
    </>
  );
};
