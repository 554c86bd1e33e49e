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
import { useTranslation } from '../translations';
import { docsLink, useDocsUrl } from './docsLink';

/** Leads to a page of the docs where the app says where they are; else names its file. */
export const DocsLink = (props: {
  page: string;
  section?: string;
  text: string;
}) => {
  const { page, section, text } = props;
  const t = useTranslation();
  const docsUrl = useDocsUrl();
  return docsUrl ? (
    <Link to={docsLink(docsUrl, page, section)}>{text}</Link>
  ) : (
    <>
      {t('connect.docs.file', {
        text,
        file: <code>{docsLink('docs', page, section)}</code>,
      })}
    </>
  );
};
