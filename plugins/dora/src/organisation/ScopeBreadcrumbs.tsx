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

import Breadcrumbs from '@material-ui/core/Breadcrumbs';
import Typography from '@material-ui/core/Typography';
import { Link } from '@backstage/core-components';
import { useEntityPresentation } from '@backstage/plugin-catalog-react';
import { useTranslation } from '../translations';
import { ScopeState } from './useScope';

/** The title that the catalog gives an entity. */
const EntityTitle = ({ entityRef }: { entityRef: string }) => (
  <>{useEntityPresentation(entityRef).primaryTitle}</>
);

/** The way from the whole organisation to what is looked at. */
export const ScopeBreadcrumbs = ({ scope }: { scope: ScopeState }) => {
  const t = useTranslation();
  const { path } = scope;
  return (
    <Breadcrumbs aria-label={t('scope.breadcrumbs')}>
      {path.length === 0 ? (
        <Typography color="textPrimary" aria-current="page">
          {t('scope.organisation')}
        </Typography>
      ) : (
        <Link to={scope.upTo(0)}>{t('scope.organisation')}</Link>
      )}
      {path.map((entityRef, index) =>
        index === path.length - 1 ? (
          <Typography key={entityRef} color="textPrimary" aria-current="page">
            <EntityTitle entityRef={entityRef} />
          </Typography>
        ) : (
          <Link key={entityRef} to={scope.upTo(index + 1)}>
            <EntityTitle entityRef={entityRef} />
          </Link>
        ),
      )}
    </Breadcrumbs>
  );
};
