import type { Sentences } from '../words.js';

/** Arabic. Names and numbers are isolated: they may run the other way. */
export const sentences: Sentences = {
  'brand.catalog': 'يطّلع على \u2068{name}\u2069 بمعدل {times} ضعف ما يُتوقَّع من حصته في الكتالوج.',
  'brand.even': 'يطّلع على \u2068{name}\u2069 بمعدل {times} ضعف علامة تجارية متوسطة.',
  'brand.log': 'يطّلع على \u2068{name}\u2069 بمعدل {times} ضعف العملاء الآخرين.',
  'category.catalog': 'يطّلع على \u2068{name}\u2069 بمعدل {times} ضعف ما يُتوقَّع من حصته في الكتالوج.',
  'category.even': 'يطّلع على \u2068{name}\u2069 بمعدل {times} ضعف فئة متوسطة.',
  'category.log': 'يطّلع على \u2068{name}\u2069 بمعدل {times} ضعف العملاء الآخرين.',
  comparison: 'يقارن في «\u2068{name}\u2069»: \u2068{items}\u2069.',
  'pace.quick': 'يتنقّل أسرع من الزيارات السابقة.',
  'pace.slow': 'يتنقّل أبطأ من الزيارات السابقة.',
  'pace.usual': 'يتنقّل بسرعة الزيارات السابقة نفسها.',
  'price.high': 'يطّلع على الثلث الأغلى من الفئة.',
  'price.low': 'يطّلع على الثلث الأرخص من الفئة.',
  'price.middle': 'يطّلع على الثلث المتوسط السعر من الفئة.',
  'stage.bought': 'قدّم طلبًا في هذه الزيارة.',
  'stage.browsing': 'يتصفّح المتجر.',
  'stage.comparing': 'يقارن بين المنتجات.',
  'stage.deciding': 'يوشك أن يقرّر.',
  'visitor.new': 'لا توجد زيارة سابقة محفوظة على هذا الجهاز.',
  'visitor.returning': 'زار المتجر من قبل: عدد الزيارات في هذا السجل {visits}.',
  'visitor.unknown': 'لا يُعرف إن كانت هناك زيارات سابقة.',
};
