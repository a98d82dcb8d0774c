// Each line: a canonical name and those of its labels that no rule in `canonicalEncoding` produces.
const TABLE = `utf-8 unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf8 x-unicode20utf8
utf-16le csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16
utf-16be unicodefffe
windows-1252 ansi_x3.4-1968 ascii cp819 csisolatin1 ibm819 iso-ir-100 iso_8859-1:1987 l1 latin1 us-ascii
windows-1254 csisolatin5 iso-ir-148 iso_8859-9:1989 l5 latin5
ibm866 866 cp866 csibm866
iso-8859-2 csisolatin2 iso-ir-101 iso_8859-2:1987 l2 latin2
iso-8859-3 csisolatin3 iso-ir-109 iso_8859-3:1988 l3 latin3
iso-8859-4 csisolatin4 iso-ir-110 iso_8859-4:1988 l4 latin4
iso-8859-5 csisolatincyrillic cyrillic iso-ir-144 iso_8859-5:1988
iso-8859-6 arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6-e iso-8859-6-i iso-ir-127 iso_8859-6:1987
iso-8859-7 csisolatingreek ecma-118 elot_928 greek greek8 iso-ir-126 iso_8859-7:1987 sun_eu_greek
iso-8859-8 csiso88598e csisolatinhebrew hebrew iso-8859-8-e iso-ir-138 iso_8859-8:1988 visual
iso-8859-8-i csiso88598i logical
iso-8859-10 csisolatin6 iso-ir-157 l6 latin6
iso-8859-15 csisolatin9 l9
koi8-r cskoi8r koi koi8 koi8_r
koi8-u koi8-ru
macintosh csmacintosh mac x-mac-roman
windows-874 dos-874 tis-620
x-mac-cyrillic x-mac-ukrainian
gbk chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 iso-ir-58 x-gbk
gb18030
big5 big5-hkscs cn-big5 csbig5 x-x-big5
euc-jp cseucpkdfmtjapanese x-euc-jp
iso-2022-jp csiso2022jp
shift_jis csshiftjis ms932 ms_kanji shift-jis sjis windows-31j x-sjis
euc-kr cseuckr csksc56011987 iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 windows-949
`;

const ISO_8859 = /^iso([-_]?)8859-?(\d\d?)$/;

/**
 * The canonical name (lower case) of an encoding's label; undefined for a label that `TextDecoder` does not take
 * (`replacement` and its labels among them).
 * Source: Encoding Standard, 4.2 Names and labels.
 */
export function canonicalEncoding(label: string): string | undefined {
  const name = label.replace(/^[\t\n\f\r ]+|[\t\n\f\r ]+$/g, '').toLowerCase();
  if (name === 'utf-8' || name === 'utf8') return 'utf-8';
  const windows = /^(?:windows-|(?:x-)?cp)(125[0-8])$/.exec(name);
  if (windows) return `windows-${windows[1]}`;
  const iso = ISO_8859.exec(name);
  if (iso) return isoEncoding(iso[1] ?? '', Number(iso[2]));
  for (const line of TABLE.split('\n')) {
    const labels = line.split(' ');
    if (name !== '' && labels.includes(name)) return labels[0];
  }
  return undefined;
}

function isoEncoding(separator: string, part: number): string | undefined {
  if (separator === '_' && part > 9 && part !== 15) return undefined;
  if (part === 1) return 'windows-1252';
  if (part === 9) return 'windows-1254';
  if (part === 11) return 'windows-874';
  return part > 0 && part < 17 && part !== 12 ? `iso-8859-${part}` : undefined;
}
