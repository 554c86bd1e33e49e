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

import { defineConfig } from '@playwright/test';

// scripts/test.mjs chooses free ports.
const appUrl = `http://localhost:${process.env.E2E_APP_PORT ?? 3100}`;
const backendPort = process.env.E2E_BACKEND_PORT ?? '7107';
const backendUrl = `http://localhost:${backendPort}`;

const start = (path: string) => ({
  command: `node_modules/.bin/backstage-cli repo start ${path}`,
  timeout: 240_000,
  gracefulShutdown: { signal: 'SIGTERM' as const, timeout: 10_000 },
  env: {
    APP_CONFIG_app_baseUrl: appUrl,
    APP_CONFIG_backend_baseUrl: backendUrl,
    APP_CONFIG_backend_listen_port: backendPort,
    APP_CONFIG_backend_cors_origin: appUrl,
    APP_CONFIG_backend_database_connection: ':memory:',
  },
});

/**
 * Starts the app and the backend on ports of their own, with an empty database
 * in memory, so that the tests disturb nothing and nothing disturbs them.
 */
export default defineConfig({
  timeout: 120_000,
  expect: { timeout: 60_000 },
  forbidOnly: !!process.env.CI,
  reporter: 'list',
  outputDir: 'test-results',
  workers: 1,
  projects: [{ name: 'app', testDir: 'packages/app/e2e-tests' }],
  use: {
    baseURL: appUrl,
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH,
      args: ['--no-sandbox'],
    },
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
  },
  webServer: [
    { ...start('packages/app'), url: appUrl },
    {
      ...start('packages/backend'),
      url: `${backendUrl}/.backstage/health/v1/readiness`,
    },
  ],
});
