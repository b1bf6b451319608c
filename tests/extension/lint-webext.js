/** `web-ext lint` without errors or warnings, but for one that a manifest for both browsers cannot avoid. */

import { fileURLToPath } from "node:url";
import webExt from "web-ext";

// Chromium runs the service worker, Firefox the scripts; each is told of the other's key.
const EXPECTED = new Set(["BACKGROUND_SERVICE_WORKER_IGNORED"]);

const sourceDir = fileURLToPath(new URL("../../extension", import.meta.url));
const result = await webExt.cmd.lint(
  { sourceDir, artifactsDir: "", output: "none", selfHosted: true, warningsAsErrors: false, pretty: false, metadata: false, boring: true, privileged: false, enableBackgroundServiceWorker: false },
  { shouldExitProgram: false },
);
const found = [...result.errors, ...result.warnings, ...result.notices].filter(({ code }) => !EXPECTED.has(code));
for (const { code, message, file, line } of found) process.stderr.write(`${file}:${line ?? 1} ${code} ${message}\n`);
process.exit(found.length > 0 ? 1 : 0);
