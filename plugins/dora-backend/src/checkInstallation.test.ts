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

import { peerDependencies } from '../package.json';
import { checkPeers } from './checkPeers';
import { checkVersions } from './checkVersions';

describe('checkPeers', () => {
  it.each(['2.2.4', '2.9.0', '3.0.0', '3.1.0-next.0'])(
    'accepts a Backstage with plugin-catalog-node %s',
    version => {
      expect(() =>
        checkPeers(name => (name.endsWith('catalog-node') ? version : '0.5.0')),
      ).not.toThrow();
    },
  );

  it('accepts what this repository has installed', () => {
    const versionOf = jest.fn(name => require(`${name}/package.json`).version);
    checkPeers(versionOf);
    expect(versionOf.mock.calls.flat()).toEqual(Object.keys(peerDependencies));
  });

  it('says how to upgrade a Backstage that is too old', () => {
    expect(() => checkPeers(() => '1.17.0')).toThrow(
      'The DORA backend plugin needs @backstage/plugin-catalog-node ^2.2.4 || ^3.0.0, but 1.17.0 is installed. It works with Backstage 1.54 to 1.57; upgrade with `yarn backstage-cli versions:bump`.',
    );
  });

  it('says how to install what is missing', () => {
    expect(() =>
      checkPeers(name => require(`${name}-of-nobody/package.json`).version),
    ).toThrow(
      'The DORA backend plugin needs @backstage/plugin-catalog-node ^2.2.4 || ^3.0.0, which is not installed. Run `yarn --cwd packages/backend add --cached @backstage/plugin-catalog-node`, which takes the version of your Backstage.',
    );
  });
});

describe('checkVersions', () => {
  it('accepts copies of compatible versions', () => {
    expect(() => checkVersions()).not.toThrow();
    expect(() => checkVersions(['0.3.0', '0.3.1-next.0'])).not.toThrow();
    expect(() => checkVersions(['2.0.0', '2.3.1'])).not.toThrow();
  });

  it.each([
    ['0.3.1', '0.4.0'],
    ['1.0.0', '2.0.0'],
  ])('names %s and %s where a module brings another version', (...versions) => {
    expect(() => checkVersions(versions)).toThrow(
      `Versions ${versions[0]} and ${versions[1]} of @backstage-dora/plugin-dora-node are installed, which do not work together. Give all @backstage-dora packages the same version, then run \`yarn dedupe\`.`,
    );
  });
});
