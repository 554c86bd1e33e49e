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

import { SPLIT_AT } from '../organisation/fulfilment';
import { refOf } from '../organisation/refs';

/** What teams noted down, and after which part of the first year. */
export const notes = [
  {
    id: 'checkout-note-1',
    entityRef: refOf('group', 'checkout'),
    progress: 0.15,
    name: 'Decided to leave the release train and merge in small steps',
  },
  {
    id: 'checkout-note-2',
    entityRef: refOf('group', 'checkout'),
    progress: 0.55,
    name: 'Deployments start by themselves after each merge',
  },
  {
    id: 'order-management-note-1',
    entityRef: refOf('system', 'order-management'),
    progress: SPLIT_AT,
    name: 'The first services take over from the monolith',
  },
  {
    id: 'delivery-note-1',
    entityRef: refOf('group', 'delivery'),
    progress: 0.32,
    name: 'Two products handed over to this team, without tests',
  },
  {
    id: 'delivery-note-2',
    entityRef: refOf('group', 'delivery'),
    progress: 0.7,
    name: 'Releases are approved by a committee from now on',
  },
  {
    id: 'wallet-note-1',
    entityRef: refOf('system', 'wallet'),
    progress: 0.45,
    name: 'No further work until it is replaced',
  },
];
