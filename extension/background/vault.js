/**
 * The access token, in the extension's own IndexedDB: unlike extension storage, that is out of reach of
 * content scripts and so of a page that has taken one over.
 */

const KEY = "token";

/** @returns {Promise<string | null>} */
export async function readToken() {
  const value = await run("readonly", (store) => store.get(KEY));
  return typeof value === "string" ? value : null;
}

/** @param {string} token */
export async function keepToken(token) {
  await run("readwrite", (store) => store.put(token, KEY));
}

/** @returns {Promise<void>} */
export async function forgetToken() {
  await run("readwrite", (store) => store.delete(KEY));
}

/**
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest} act
 * @returns {Promise<unknown>}
 */
async function run(mode, act) {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction("secrets", mode);
      const request = act(transaction.objectStore("secrets"));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

/** @returns {Promise<IDBDatabase>} */
function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("postcheck", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("secrets");
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
