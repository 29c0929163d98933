/** One date format and one calendar for everybody, whatever the browser's own language is. */

import flatpickr from 'flatpickr';
import { Arabic } from 'flatpickr/dist/l10n/ar.js';

/**
 * The form library asks flatpickr for the date order of the browser's locale, so that the same screen
 * would read 03/04 as April in one office and as March in the next. A plugin may set the configuration
 * after the library did: day, month, year, with the week starting on Sunday as in Bahrain.
 */
function dayFirst(calendar) {
  calendar.config.dateFormat = 'd/m/Y';
  return {};
}

export function useOneCalendar(language) {
  if (language === 'ar') flatpickr.localize({ ...Arabic, firstDayOfWeek: 0 });
  flatpickr.setDefaults({ plugins: [dayFirst], firstDayOfWeek: 0 });
}

export const DATE_HINT = { en: 'dd/mm/yyyy', ar: 'يوم/شهر/سنة' };
