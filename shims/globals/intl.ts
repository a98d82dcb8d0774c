/**
 * The global `Intl`, by the host's ICU. With it come `toLocaleString` and its like, and `localeCompare`.
 * The default locale is that of `LC_ALL`, `LC_MESSAGES` or `LANG` where the grant names them, else `en-US`. The default time zone is that of `TZ`, which a
 * program may set, else `UTC`; `Date`'s own getters and `toString` are always in UTC.
 * https://nodejs.org/api/intl.html
 */
import { makeIntl } from '../internal/intl/intl.ts';

export const Intl = /* @__PURE__ */ makeIntl();
