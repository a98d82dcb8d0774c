/**
 * `node:sqlite`: there is no SQLite behind the bridge.
 *
 * https://nodejs.org/api/sqlite.html
 */
import { refuse } from './internal/refuse.ts';

export const DatabaseSync = /* @__PURE__ */ refuse('sqlite', 'DatabaseSync');
export const StatementSync = /* @__PURE__ */ refuse('sqlite', 'StatementSync');
export const Session = /* @__PURE__ */ refuse('sqlite', 'Session');
export const backup = /* @__PURE__ */ refuse('sqlite', 'backup');

/** https://nodejs.org/api/sqlite.html#sqliteconstants */
export const constants: Readonly<Record<string, number>> = {
  SQLITE_CHANGESET_OMIT: 0,
  SQLITE_CHANGESET_REPLACE: 1,
  SQLITE_CHANGESET_ABORT: 2,
  SQLITE_CHANGESET_DATA: 1,
  SQLITE_CHANGESET_NOTFOUND: 2,
  SQLITE_CHANGESET_CONFLICT: 3,
  SQLITE_CHANGESET_CONSTRAINT: 4,
  SQLITE_CHANGESET_FOREIGN_KEY: 5,
};

export default { backup, constants, DatabaseSync, Session, StatementSync };
