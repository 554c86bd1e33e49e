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

import IconButton from '@material-ui/core/IconButton';
import { makeStyles } from '@material-ui/core/styles';
import AssessmentIcon from '@material-ui/icons/AssessmentOutlined';
import { Link } from '@backstage/core-components';
import type { CompareItem } from '@backstage-dora/plugin-dora-common';
import { EntityLink, useEntityTabPath } from '../common';
import { useTranslation } from '../translations';
import { useScope } from './useScope';

const useStyles = makeStyles(
  {
    root: {
      display: 'flex',
      alignItems: 'flex-start',
      justifyContent: 'space-between',
    },
    icon: { padding: 2 },
  },
  { name: 'DoraRowName' },
);

/** Leads a level down, and beside it to the entity's own DORA tab. */
export const RowName = (props: {
  item: CompareItem;
  /** Query string of the window. */
  search: string;
}) => {
  const { item, search } = props;
  const { entityRef, title } = item;
  // From the address itself, so that the rest of the row need not follow it.
  const into = useScope().into(entityRef);
  const classes = useStyles();
  const t = useTranslation();
  const tabPath = useEntityTabPath();
  if (!into) {
    return (
      <EntityLink entityRef={entityRef} search={search}>
        {title}
      </EntityLink>
    );
  }
  return (
    <span className={classes.root}>
      <Link to={into}>{title}</Link>
      <IconButton
        component={Link}
        to={`${tabPath(entityRef)}${search}`}
        className={classes.icon}
        aria-label={t('compare.open', { title })}
        title={t('compare.open', { title })}
      >
        <AssessmentIcon fontSize="small" />
      </IconButton>
    </span>
  );
};
