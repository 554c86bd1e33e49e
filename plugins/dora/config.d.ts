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

export interface Config {
  dora?: {
    /**
     * IANA name of the time zone whose days the metrics count; the pages show
     * days and times in it.
     * @visibility frontend
     */
    timezone?: string;

    /**
     * Where these plugins' docs are, for links from the pages: the address of the
     * folder that holds their Markdown files, or one in which `{page}` stands for
     * the page, such as `/docs/default/component/dora/{page}` with TechDocs.
     * Without it the pages name the files.
     * @visibility frontend
     */
    docsUrl?: string;

    /**
     * Where the Software Template `connect-to-dora` is in this Backstage, such as
     * `/create/templates/default/connect-to-dora`, for links from what is not
     * connected. Without it there are none.
     * @visibility frontend
     */
    connectTemplate?: string;
  };
}
