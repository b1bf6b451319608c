/** The background of the extension: wakes for a message, answers it, and needs nothing it has in memory. */

import { answer } from "./answers.js";
import { registerAddedSites } from "./sites.js";
import { parseRequest } from "../shared/protocol.js";

chrome.runtime.onMessage.addListener((message, sender, reply) => {
  if (sender.id !== chrome.runtime.id) return false;
  const ownPage = (sender.url ?? "").startsWith(chrome.runtime.getURL(""));
  void Promise.resolve()
    .then(() => answer(parseRequest(message, { ownPage }), sender))
    .then(reply, (fault) => reply({ fault: fault instanceof Error ? fault.name : "Error" }));
  return true;
});

chrome.runtime.onInstalled.addListener(({ reason }) => {
  void registerAddedSites();
  if (reason === "install") void chrome.runtime.openOptionsPage();
});
chrome.runtime.onStartup.addListener(() => void registerAddedSites());
chrome.permissions.onAdded.addListener(() => void registerAddedSites());
chrome.permissions.onRemoved.addListener(() => void registerAddedSites());
chrome.storage.onChanged.addListener((_changes, area) => {
  // The school's settings arrive some seconds after a forced install.
  if (area === "managed") void registerAddedSites();
});

chrome.commands.onCommand.addListener((command, tab) => {
  if (command !== "open-findings" || tab?.id === undefined) return;
  chrome.tabs.sendMessage(tab.id, { kind: "open-findings" }).catch(() => undefined); // a page not watched
});
