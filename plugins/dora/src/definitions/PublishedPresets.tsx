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
import { Link } from '@backstage/core-components';
import type { TierPreset } from '@backstage-dora/plugin-dora-common';
import { useTranslation } from '../translations';
import { TierTable } from './TierTable';

/** What the DORA reports have published, as context and never as a grade. */
export const PublishedPresets = ({ presets }: { presets: TierPreset[] }) => {
  const t = useTranslation();
  const published = presets.filter(({ year }) => year !== undefined);
  if (published.length === 0) {
    return null;
  }
  return (
    <details>
      <Typography component="summary" variant="body2">
        {t('definitions.published')}
      </Typography>
      {published.map(preset => (
        <div key={preset.name}>
          {preset.url && <Link to={preset.url}>{preset.source}</Link>}
          <TierTable preset={preset} />
        </div>
      ))}
    </details>
  );
};
