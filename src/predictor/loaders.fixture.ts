/** Loaders of a page in which nothing can be loaded; a test puts its own in their place. */
export function failingLoaders(error: Error = new Error('not in this test')) {
  const missing = () => Promise.reject(error);
  return {
    baseModel: () => 'none',
    loadEngine: missing,
    loadStores: missing,
    loadWebgl: missing,
    loadAnalysis: missing,
    loadListeners: missing,
    loadFiles: missing,
    loadSearch: missing,
    loadShop: missing,
    loadProfile: missing,
    loadLanguages: missing,
    loadDevelopment: missing,
    loadInspector: missing,
  };
}
