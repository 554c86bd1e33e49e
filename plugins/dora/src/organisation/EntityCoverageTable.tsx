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

import { ReactNode, useMemo } from 'react';
import Button from '@material-ui/core/Button';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import { makeStyles, Theme } from '@material-ui/core/styles';
import type {
  CoverageCount,
  EntityCoverage,
} from '@backstage-dora/plugin-dora-common';
import { EntityLink, entityName, Pager } from '../common';
import { TemplateLink } from '../connect';
import { FilterField, NoMatch } from '../filters';
import { useFormatter } from '../format';
import { MissingFacts } from '../metrics';
import { useTranslation } from '../translations';
import { useUrlState } from '../window';

const KINDS = ['deployments', 'changes', 'incidents'] as const;
const PAGE_SIZE = 50;

const useStyles = makeStyles(
  (theme: Theme) => ({
    filter: {
      padding: theme.spacing(0, 2, 1),
      width: 240,
      boxSizing: 'content-box',
      maxWidth: '100%',
    },
    cell: { verticalAlign: 'top' },
    small: { fontSize: '0.75rem' },
    connect: { textTransform: 'none', padding: theme.spacing(0, 0.5) },
    template: { fontSize: '0.8125rem', padding: theme.spacing(0, 0.5) },
    empty: { padding: theme.spacing(2) },
  }),
  { name: 'DoraEntityCoverage' },
);

const Count = (props: {
  count: CoverageCount;
  isMissing: boolean;
  onConnect: () => void;
  label: string;
  template: ReactNode;
}) => {
  const { count, isMissing, onConnect, label, template } = props;
  const classes = useStyles();
  const t = useTranslation();
  const format = useFormatter();
  return (
    <>
      {count.facts > 0
        ? format.number(count.facts, 0)
        : t(isMissing ? 'coverage.missing' : 'coverage.viaOthers')}
      {count.first && count.last && (
        <Typography className={classes.small} color="textSecondary">
          {t('coverage.period', {
            first: format.date(count.first),
            last: format.date(count.last),
          })}
        </Typography>
      )}
      {isMissing && (
        <div>
          <Button
            size="small"
            color="primary"
            className={classes.connect}
            onClick={onConnect}
            aria-label={label}
          >
            {t('tile.connect')}
          </Button>
          <div className={classes.template}>{template}</div>
        </div>
      )}
    </>
  );
};

/** Which products and components are connected, and what they lack. */
export const EntityCoverageTable = (props: {
  entities: EntityCoverage[];
  onConnect: (missing: MissingFacts, entityRef: string) => void;
}) => {
  const { entities, onConnect } = props;
  const classes = useStyles();
  const t = useTranslation();
  const url = useUrlState();
  const page = Number(url.get('page') ?? 0);
  const filter = url.get('filter') ?? '';
  const shown = useMemo(() => {
    const text = filter.toLocaleLowerCase();
    return entities.filter(
      ({ entityRef, title }) =>
        entityRef.toLocaleLowerCase().includes(text) ||
        title.toLocaleLowerCase().includes(text),
    );
  }, [entities, filter]);
  const setFilter = (value: string) =>
    url.set({ filter: value || undefined, page: undefined }, { replace: true });
  const current = shown[page * PAGE_SIZE] ? page : 0;

  return (
    <>
      <div className={classes.filter}>
        <FilterField
          label={t('compare.filter')}
          value={filter}
          onChange={setFilter}
        />
      </div>
      {shown.length === 0 && filter && (
        <NoMatch
          filters={[
            t('filters.chip', { name: t('compare.name'), value: filter }),
          ]}
          onClear={() => setFilter('')}
        />
      )}
      {shown.length === 0 && !filter && (
        <Typography className={classes.empty} color="textSecondary">
          {t('coverage.empty')}
        </Typography>
      )}
      {shown.length > 0 && (
        <>
          <Table size="small">
            <TableHead>
              <TableRow>
                <TableCell>{t('compare.name')}</TableCell>
                {KINDS.map(kind => (
                  <TableCell key={kind}>{t(`coverage.kind.${kind}`)}</TableCell>
                ))}
              </TableRow>
            </TableHead>
            <TableBody>
              {shown
                .slice(current * PAGE_SIZE, (current + 1) * PAGE_SIZE)
                .map(entity => (
                  <TableRow key={entity.entityRef}>
                    <TableCell
                      component="th"
                      scope="row"
                      role="rowheader"
                      className={classes.cell}
                    >
                      <EntityLink entityRef={entity.entityRef}>
                        {entity.title}
                      </EntityLink>
                      {entity.parentRef && (
                        <Typography
                          className={classes.small}
                          color="textSecondary"
                        >
                          {entityName(entity.parentRef)}
                        </Typography>
                      )}
                    </TableCell>
                    {KINDS.map(kind => (
                      <TableCell key={kind} className={classes.cell}>
                        <Count
                          count={entity[kind]}
                          isMissing={entity.missing.includes(kind)}
                          onConnect={() => onConnect(kind, entity.entityRef)}
                          label={t('coverage.connectLabel', {
                            kind: t(`coverage.kind.${kind}`),
                            title: entity.title,
                          })}
                          template={
                            <TemplateLink
                              missing={kind}
                              entityRef={entity.entityRef}
                              label={t('coverage.templateLabel', {
                                kind: t(`coverage.kind.${kind}`),
                                title: entity.title,
                              })}
                            />
                          }
                        />
                      </TableCell>
                    ))}
                  </TableRow>
                ))}
            </TableBody>
          </Table>
          <Pager
            totalItems={shown.length}
            page={current}
            pageSize={PAGE_SIZE}
            onPage={next =>
              url.set({ page: next > 0 ? String(next) : undefined })
            }
          />
        </>
      )}
    </>
  );
};
