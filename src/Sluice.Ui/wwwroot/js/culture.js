// How this person's locale writes numbers and dates, from the browser's own Intl: nothing is downloaded for it.
export function culture(language) {
  const wanted = language || navigator.language || 'en';
  const locale = navigator.languages.find(l => l.split('-')[0] === wanted.split('-')[0]) || (wanted === 'hi' ? 'hi-IN' : wanted);
  const parts = new Intl.NumberFormat(locale, { numberingSystem: 'latn' }).formatToParts(123456789.5);
  const find = type => parts.find(p => p.type === type)?.value;
  const groups = parts.filter(p => p.type === 'integer').map(p => p.value.length).reverse();
  const date = (y, m, d, h = 12) => new Date(y, m, d, h);
  const names = (option, n, day) => Array.from({ length: n }, (_, i) => new Intl.DateTimeFormat(locale, option).format(day(i)));
  const pattern = options => new Intl.DateTimeFormat(locale, { numberingSystem: 'latn', calendar: 'gregory', ...options }).formatToParts(date(2001, 1, 3, 16)).map(p => ({
    day: p.value.length > 1 ? 'dd' : 'd', year: p.value.length > 2 ? 'yyyy' : 'yy', weekday: 'dddd', minute: 'mm', second: 'ss', dayPeriod: 'tt',
    month: { 1: 'M', 2: 'MM' }[p.value.length] && /^\d+$/.test(p.value) ? { 1: 'M', 2: 'MM' }[p.value.length] : options.month === 'long' ? 'MMMM' : 'MMM',
    hour: p.value === '16' ? 'HH' : p.value.length > 1 ? 'hh' : 'h', literal: p.value.replace(/[^\s,.:/-]+/g, '\'$&\''),
  })[p.type] ?? p.value).join('').replaceAll('\u202f', ' ');
  const period = h => new Intl.DateTimeFormat(locale, { hour: 'numeric', hour12: true, numberingSystem: 'latn' }).formatToParts(date(2001, 0, 1, h)).find(p => p.type === 'dayPeriod')?.value ?? '';
  return {
    locale, decimal: find('decimal') ?? '.', group: find('group') ?? '', groups: groups.slice(0, 2),
    months: names({ month: 'long' }, 12, i => date(2001, i, 1)), shortMonths: names({ month: 'short' }, 12, i => date(2001, i, 1)),
    days: names({ weekday: 'long' }, 7, i => date(2001, 0, 7 + i)), shortDays: names({ weekday: 'short' }, 7, i => date(2001, 0, 7 + i)),
    shortDate: pattern({ year: 'numeric', month: 'short', day: 'numeric' }), longDate: pattern({ year: 'numeric', month: 'long', day: 'numeric' }),
    shortTime: pattern({ hour: 'numeric', minute: '2-digit' }), longTime: pattern({ hour: 'numeric', minute: '2-digit', second: '2-digit' }),
    am: period(9), pm: period(15), firstDay: (new Intl.Locale(locale).weekInfo ?? new Intl.Locale(locale).getWeekInfo?.())?.firstDay % 7 || 0,
  };
}
