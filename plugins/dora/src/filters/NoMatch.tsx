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

import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { makeStyles, Theme } from '@material-ui/core/styles';
import { useTranslation } from '../translations';

const useStyles = makeStyles(
  (theme: Theme) => ({
    root: { padding: theme.spacing(4, 2), textAlign: 'center' },
    clear: { textTransform: 'none', marginTop: theme.spacing(1) },
  }),
  { name: 'DoraNoMatch' },
);

/** Says that nothing is left, by which filters, and takes them off. */
export const NoMatch = (props: {
  /** The filters that are on, in words. */
  filters: string[];
  onClear: () => void;
}) => {
  const classes = useStyles();
  const t = useTranslation();
  return (
    <div className={classes.root} role="status">
      <Typography color="textSecondary">
        {t('filters.noMatch', { filters: props.filters.join(' · ') })}
      </Typography>
      <Button
        variant="outlined"
        size="small"
        className={classes.clear}
        onClick={props.onClear}
      >
        {t('filters.clear')}
      </Button>
    </div>
  );
};
