import { IGNORABLE, LEVELS } from "../shared/protocol.js";

/**
 * The report without the words the person asked never to see flagged. Only mentions can be ignored so.
 *
 * @param {import("../shared/protocol.js").Report} report
 * @param {string} text
 * @param {string[]} ignored
 * @returns {import("../shared/protocol.js").Report}
 */
export function withoutIgnored(report, text, ignored) {
  if (ignored.length === 0) return report;
  const known = new Set(ignored.map(plain));
  const findings = report.findings.filter(
    ({ label, start, end }) => !(IGNORABLE.has(label) && known.has(plain(text.slice(start, end)))),
  );
  const rank = Math.max(0, ...findings.map(({ level }) => LEVELS.indexOf(level)));
  return { ...report, findings, warn: findings.length > 0, level: LEVELS[rank] ?? "none" };
}

/**
 * @param {string} word
 * @returns {string}
 */
function plain(word) {
  return word.normalize("NFC").toLocaleLowerCase("en-GB").trim();
}
