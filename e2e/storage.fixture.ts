/** Reads everything a page can store. Runs inside the page, so it uses nothing from outside. */
export async function everything(): Promise<Record<string, unknown>> {
  const done = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const kept: Record<string, unknown> = {
    localStorage: { ...localStorage },
    sessionStorage: { ...sessionStorage },
    cookies: document.cookie,
    caches: await caches.keys(),
  };
  for (const { name = '' } of await indexedDB.databases()) {
    const database = await done(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const records = database.transaction(store).objectStore(store);
      const [keys, values] = await Promise.all([
        done(records.getAllKeys()),
        done(records.getAll()),
      ]);
      kept[`${name}/${store}`] = keys.map((key, i) => [key, values[i]]);
    }
    database.close();
  }
  return kept;
}
