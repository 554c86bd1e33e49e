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

import { Link } from '@backstage/core-components';
import { configApiRef, useApi } from '@backstage/core-plugin-api';
import type { MissingFacts } from '../metrics';
import { useTranslation } from '../translations';

/**
 * Leads to the Software Template `connect-to-dora`, filled in for an entity.
 * Nothing where the app does not say where that is (`dora.connectTemplate`), or
 * for facts that it does not connect.
 */
export const TemplateLink = (props: {
  missing: MissingFacts;
  entityRef: string;
  label?: string;
}) => {
  const { missing, entityRef, label } = props;
  const t = useTranslation();
  const config = useApi(configApiRef);
  const template = config.getOptionalString('dora.connectTemplate');
  if (!template || missing === 'incidents') {
    return null;
  }
  const backstageUrl = config.getString('backend.baseUrl');
  const formData = JSON.stringify({ entityRef, backstageUrl });
  return (
    <Link
      to={`${template}?formData=${encodeURIComponent(formData)}`}
      aria-label={label}
    >
      {t('connect.template')}
    </Link>
  );
};
