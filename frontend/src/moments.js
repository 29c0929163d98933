/** Moments as the server writes them (ISO 8601), shown in Bahrain time with Western digits. */

const LOCALES = { en: 'en-GB', ar: 'ar-BH-u-nu-latn-ca-gregory' };
const SHOWN = { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };

function shown(moment, parts) {
  const locale = LOCALES[document.documentElement.lang] ?? LOCALES.en;
  return new Intl.DateTimeFormat(locale, { ...parts, timeZone: 'Asia/Bahrain' }).format(new Date(moment));
}

export function momentInBahrain(moment) {
  return shown(moment, SHOWN);
}

export function timeInBahrain(moment) {
  return shown(moment, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}
