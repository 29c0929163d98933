/** What the form library says, keyed by its own English: all of it in Arabic, some of it in plainer English. */

const ENGLISH = {
  'Field is required.': 'This field is required.',
  'Field must match pattern {value}.': 'This does not have the expected form.',
  'Field must have minimum value of {value}.': 'The smallest value allowed is {value}.',
  'Field must have maximum value of {value}.': 'The largest value allowed is {value}.',
  'Field must have minimum length of {value}.': 'Write at least {value} characters.',
  'Field must have maximum length of {value}.': 'Write at most {value} characters.',
  'Field must be a valid email.': 'Write a complete e-mail address.',
  'Field must be a valid international phone number. (e.g. +4930664040900)':
    'Write the phone number with + and the country code.',
  'Value is not a number.': 'Write a number.',
  'Value is expected to be an integer.': 'Write a whole number.',
  'Date and time must both be entered.': 'Enter both the date and the time.',
};

const ARABIC = {
  'Field is required.': 'هذا الحقل إلزامي.',
  'Field must match pattern {value}.': 'القيمة لا تطابق الصيغة المطلوبة.',
  'Field must have minimum value of {value}.': 'أقل قيمة مسموح بها {value}.',
  'Field must have maximum value of {value}.': 'أكبر قيمة مسموح بها {value}.',
  'Field must have minimum length of {value}.': 'اكتب {value} من الأحرف على الأقل.',
  'Field must have maximum length of {value}.': 'اكتب {value} من الأحرف على الأكثر.',
  'Field must be a valid email.': 'اكتب عنوان بريد إلكتروني صحيحًا.',
  'Field must be a valid international phone number. (e.g. +4930664040900)':
    'اكتب رقم هاتف دوليًا صحيحًا يبدأ بعلامة + ورمز الدولة.',
  'Min validation value is not a valid number.': 'الحد الأدنى لهذا الحقل ليس رقمًا صحيحًا.',
  'Max validation value is not a valid number.': 'الحد الأقصى لهذا الحقل ليس رقمًا صحيحًا.',
  'Value is not a number.': 'القيمة ليست رقمًا.',
  'Value is expected to be an integer.': 'اكتب عددًا صحيحًا بلا كسور.',
  'Value is expected to have at most 1 decimal digit.': 'اكتب خانة عشرية واحدة على الأكثر.',
  'Value is expected to have at most {value} decimal digits.': 'اكتب {value} من الخانات العشرية على الأكثر.',
  'Please select a valid value, the two nearest valid values are {previousValue} and {nextValue}.':
    'اختر قيمة صحيحة؛ أقرب قيمتين هما {previousValue} و{nextValue}.',
  'Date and time must both be entered.': 'أدخل التاريخ والوقت معًا.',
  'No content to show.': 'لا يوجد محتوى للعرض.',
  "External content couldn't be loaded.": 'تعذر تحميل المحتوى الخارجي.',
  Increment: 'زيادة',
  Decrement: 'إنقاص',
  'Skip to search': 'الانتقال إلى البحث',
  'Remove tag': 'إزالة',
  Search: 'بحث',
  'No results': 'لا توجد نتائج',
  'All values selected': 'تم اختيار جميع القيم',
  'Nothing to show.': 'لا يوجد ما يُعرض.',
  '{page} of {total}': '{page} من {total}',
  'Previous page': 'الصفحة السابقة',
  'Next page': 'الصفحة التالية',
  'Click to sort by {value} descending': 'انقر للترتيب تنازليًا حسب {value}',
  'Click to sort by {value} ascending': 'انقر للترتيب تصاعديًا حسب {value}',
  'Click to remove sorting': 'انقر لإلغاء الترتيب',
  'No files selected': 'لم يتم اختيار ملفات',
  '{value} files selected': 'عدد الملفات المختارة: {value}',
  'Document reference is not defined.': 'لم يُحدد المستند.',
  'Unable to download document': 'تعذر تنزيل المستند',
  'Download {fileName}': 'تنزيل {fileName}',
  'Add new': 'إضافة',
  'Expand all ({value})': 'عرض الكل ({value})',
  Collapse: 'طي',
  Browse: 'استعراض',
  'Remove list item {number}': 'إزالة العنصر {number} من القائمة',
};

/** The library's `translate`: unlike the original it fills a blank with 0 as well. */
export function translator(language) {
  const known = language === 'ar' ? ARABIC : ENGLISH;
  return (sentence, blanks = {}) =>
    (known[sentence] ?? sentence).replace(/\{([^}]+)\}/g, (whole, name) => blanks[name] ?? whole);
}
