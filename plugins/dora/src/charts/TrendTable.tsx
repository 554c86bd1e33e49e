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

import MuiLink from '@material-ui/core/Link';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableContainer from '@material-ui/core/TableContainer';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import { makeStyles } from '@material-ui/core/styles';
import type { Bucket, MetricName } from '@backstage-dora/plugin-dora-common';
import { useFormatter } from '../format';
import { useMetric } from '../metrics';
import { useTranslation } from '../translations';
import { Annotation, annotationLines, annotationsIn } from './annotations';
import { Dot, dotsIn } from './dots';
import { isRolling, TrendPoint } from './trend';

const useStyles = makeStyles(
  {
    root: {
      maxHeight: 240,
      overflow: 'auto',
      // It scrolls sideways rather than break words.
      '& th, & td': { wordBreak: 'normal', overflowWrap: 'normal' },
    },
    link: { textAlign: 'left' },
    days: { whiteSpace: 'nowrap' },
    note: { fontSize: '0.75rem' },
    list: { minWidth: 180 },
  },
  { name: 'DoraTrendTable' },
);

const COUNTS = ['sample', 'code', 'hotfix', 'rollback', 'failed'] as const;

/** The numbers of a chart, for those who would rather read them. */
export const TrendTable = (props: {
  name: MetricName;
  bucket: Bucket;
  points: TrendPoint[];
  dots: Dot[];
  annotations: Annotation[];
  onOpen: (point: TrendPoint) => void;
  onOpenDot: (dot: Dot) => void;
}) => {
  const { name, bucket, points, dots, annotations, onOpen, onOpenDot } = props;
  const classes = useStyles();
  const t = useTranslation();
  const format = useFormatter();
  const { unit, cases } = useMetric(name);
  const rolls = isRolling(points);
  const value = (number: number | null) =>
    number === null ? t('chart.none') : format.metric(name, number);
  const band = (point: TrendPoint) =>
    point.band ? format.interval(name, point.band) : t('chart.none');
  const headings: string[] =
    unit === 'per day'
      ? COUNTS.map(count => t(`chart.series.${count}`))
      : [
          ...(rolls ? [t(`chart.rolling.${bucket}`)] : []),
          ...(rolls ? [t('chart.heading.interval')] : []),
          t(unit === 'ratio' ? 'chart.heading.value' : 'chart.heading.median'),
          ...(unit === 'seconds' ? [t('chart.heading.p90')] : []),
          ...(unit === 'ratio' && !rolls ? [t('chart.heading.interval')] : []),
          t('chart.heading.sample'),
        ];
  const cells = (point: TrendPoint): string[] =>
    unit === 'per day'
      ? COUNTS.map(count => format.number(point[count], 0))
      : [
          ...(rolls ? [value(point.rolling?.value ?? null), band(point)] : []),
          value(point.value),
          ...(unit === 'seconds' ? [value(point.p90)] : []),
          ...(unit === 'ratio' && !rolls ? [band(point)] : []),
          format.number(point.sample, 0),
        ];
  return (
    // Scrolls, hence has to be within reach of the keyboard.
    <TableContainer
      className={classes.root}
      tabIndex={0}
      role="region"
      aria-label={t(`metric.${name}.title`)}
    >
      <Table size="small">
        <TableHead>
          <TableRow>
            <TableCell>{t('chart.heading.days')}</TableCell>
            {headings.map(heading => (
              <TableCell key={heading} align="right">
                {heading}
              </TableCell>
            ))}
            {cases && <TableCell>{t('chart.heading.cases')}</TableCell>}
            {annotations.length > 0 && (
              <TableCell>{t('chart.marks')}</TableCell>
            )}
          </TableRow>
        </TableHead>
        <TableBody>
          {points.map(point => (
            <TableRow key={point.from}>
              <TableCell className={classes.days}>
                <MuiLink
                  component="button"
                  variant="body2"
                  className={classes.link}
                  onClick={() => onOpen(point)}
                >
                  {format.days(point.from, point.to)}
                </MuiLink>
                {!point.complete && (
                  <div className={classes.note}>
                    {t(`chart.incomplete.${bucket}`)}
                  </div>
                )}
              </TableCell>
              {cells(point).map((cell, index) => (
                <TableCell key={headings[index]} align="right">
                  {cell}
                </TableCell>
              ))}
              {cases && (
                <TableCell className={classes.list}>
                  {dotsIn(dots, point).map(dot => (
                    <div key={dot.key}>
                      <MuiLink
                        component="button"
                        variant="body2"
                        className={classes.link}
                        onClick={() => onOpenDot(dot)}
                      >
                        {dot.text}
                      </MuiLink>
                    </div>
                  ))}
                </TableCell>
              )}
              {annotations.length > 0 && (
                <TableCell className={classes.list}>
                  {annotationLines(annotationsIn(annotations, point), t).map(
                    (line, index) => (
                      // Two incidents may have the same title.
                      <div key={`${index} ${line}`}>{line}</div>
                    ),
                  )}
                </TableCell>
              )}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
};
