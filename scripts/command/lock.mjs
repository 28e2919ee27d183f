/**
 * What is wrong with a lock file, a sentence each. A lock written where a package's other platforms could not be
 * fetched installs here and fails everywhere else; a registry's address in it fails where that registry is not reached.
 * @param {string} text of package-lock.json
 * @returns {string[]}
 */
export function faultsOfLock(text) {
  const { packages } = JSON.parse(text);
  const names = new Set(Object.keys(packages).map((place) => place.slice(place.lastIndexOf("node_modules/") + 13)));
  const faults = [];
  for (const [place, { optionalDependencies = {}, resolved }] of Object.entries(packages)) {
    for (const name of Object.keys(optionalDependencies)) {
      if (!names.has(name)) faults.push(`${place} needs ${name} on other systems, and the lock does not have it.`);
    }
    if (/^[a-z+]*:/.test(resolved ?? "")) faults.push(`${place} has an address: remove its "resolved".`);
  }
  return faults;
}
