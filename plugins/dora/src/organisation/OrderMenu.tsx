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

import { useState } from 'react';
import Button from '@material-ui/core/Button';
import Divider from '@material-ui/core/Divider';
import Menu from '@material-ui/core/Menu';
import MenuItem from '@material-ui/core/MenuItem';
import Typography from '@material-ui/core/Typography';
import { makeStyles, Theme } from '@material-ui/core/styles';
import SwapVertIcon from '@material-ui/icons/SwapVert';
import { useTranslation } from '../translations';
import { ComparisonState } from './useComparisonState';

const useStyles = makeStyles(
  (theme: Theme) => ({
    heading: { padding: theme.spacing(1, 2, 0.5), fontSize: '0.8125rem' },
  }),
  { name: 'DoraOrderMenu' },
);

/** By name, or by what has changed most; the headings of the table order by value. */
export const OrderMenu = ({ state }: { state: ComparisonState }) => {
  const { sort, by } = state;
  const classes = useStyles();
  const t = useTranslation();
  const [anchor, setAnchor] = useState<HTMLElement>();
  const close = () => setAnchor(undefined);
  const item = (text: string, isActive: boolean, choose: () => void) => (
    <MenuItem
      key={text}
      dense
      role="menuitemradio"
      aria-checked={isActive}
      selected={isActive}
      onClick={() => {
        choose();
        close();
      }}
    >
      {text}
    </MenuItem>
  );
  const active = () => {
    if (sort === 'name') {
      return t('order.name');
    }
    const metric = t(`metric.${sort}.title`);
    return by === 'change' ? t('order.change', { metric }) : metric;
  };
  return (
    <>
      <Button
        size="small"
        startIcon={<SwapVertIcon />}
        aria-haspopup="menu"
        aria-expanded={anchor !== undefined}
        onClick={event => setAnchor(event.currentTarget)}
      >
        {t('order.button', { order: active() })}
      </Button>
      <Menu
        open={anchor !== undefined}
        anchorEl={anchor}
        onClose={close}
        MenuListProps={{ 'aria-label': t('order.label') }}
      >
        {item(
          t('order.name'),
          sort === 'name' && state.order === 'asc',
          () => sort !== 'name' && state.sortBy('name'),
        )}
        <Divider role="separator" component="li" />
        <Typography
          component="li"
          role="presentation"
          color="textSecondary"
          className={classes.heading}
        >
          {t('order.changes')}
        </Typography>
        {state.columns.map(name =>
          item(
            t(`metric.${name}.title`),
            sort === name && by === 'change',
            () => state.sortByChange(name),
          ),
        )}
      </Menu>
    </>
  );
};
