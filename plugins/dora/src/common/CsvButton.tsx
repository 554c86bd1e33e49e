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
import Snackbar from '@material-ui/core/Snackbar';
import DownloadIcon from '@material-ui/icons/GetApp';
import { errorApiRef, useApi } from '@backstage/core-plugin-api';
import { useFormatter } from '../format';
import { useTranslation } from '../translations';
import { download } from './csv';
import { CsvFile } from './csvFile';

/** Saves all pages of a list for a spreadsheet, and says so if facts are missing that are still pending. */
export const CsvButton = (props: {
  /** Name of the file. */
  name: string;
  load: () => Promise<CsvFile>;
}) => {
  const t = useTranslation();
  const format = useFormatter();
  const errorApi = useApi(errorApiRef);
  const [isBusy, setIsBusy] = useState(false);
  const [notice, setNotice] = useState<string>();
  const save = async () => {
    setIsBusy(true);
    setNotice(undefined);
    try {
      const { text, pending } = await props.load();
      download(props.name, text);
      if (pending > 0) {
        const value = format.number(pending, 0);
        setNotice(t('pending.csv', { count: pending, value }));
      }
    } catch (error) {
      errorApi.post(error as Error);
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <>
      <Button
        size="small"
        startIcon={<DownloadIcon />}
        disabled={isBusy}
        onClick={save}
      >
        {t('compare.csv')}
      </Button>
      <Snackbar
        open={notice !== undefined}
        message={notice}
        onClose={() => setNotice(undefined)}
      />
    </>
  );
};
