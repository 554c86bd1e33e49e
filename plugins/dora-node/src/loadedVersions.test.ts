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

describe('loadedVersions', () => {
  it('knows of other copies of the package', () => {
    const load = (version: string) => {
      jest.resetModules();
      jest.doMock('../package.json', () => ({ version }));
      return require('./loadedVersions').loadedVersions();
    };
    const before: string[] = load('0.9.0');
    expect(load('0.10.0')).toEqual([...before, '0.10.0']);
    expect(load('0.9.0')).toEqual([...before, '0.10.0']);
  });
});
