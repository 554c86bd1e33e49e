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

import TablePagination from '@material-ui/core/TablePagination';
import { useFormatter } from '../format';
import { useTranslation } from '../translations';

/** Leafs through what the server pages. Pages count from 0. */
export const Pager = (props: {
  totalItems: number;
  page: number;
  pageSize: number;
  onPage: (page: number) => void;
  pageSizes?: number[];
  onPageSize?: (pageSize: number) => void;
}) => {
  const { totalItems, page, pageSize, onPage, pageSizes, onPageSize } = props;
  const t = useTranslation();
  const format = useFormatter();
  const lastPage = Math.max(0, Math.ceil(totalItems / pageSize) - 1);
  return (
    <TablePagination
      component="div"
      count={totalItems}
      page={Math.min(page, lastPage)}
      rowsPerPage={pageSize}
      rowsPerPageOptions={pageSizes ?? [pageSize]}
      onPageChange={(_, next) => onPage(next)}
      onRowsPerPageChange={event => onPageSize?.(Number(event.target.value))}
      labelRowsPerPage={t('pager.rows')}
      labelDisplayedRows={({ from, to, count }) =>
        t('pager.range', {
          from: format.number(from, 0),
          to: format.number(to, 0),
          total: format.number(count, 0),
        })
      }
      backIconButtonText={t('pager.previous')}
      nextIconButtonText={t('pager.next')}
    />
  );
};
