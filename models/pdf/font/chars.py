import bz2
chars=set(range(0x20,0x7f))|set(range(0xa0,0x100))
for line in bz2.open('/usr/share/unicode/Unihan_OtherMappings.txt.bz2','rt',encoding='utf-8'):
    f=line.split('\t')
    if len(f)==3 and f[1]=='kTGH': chars.add(int(f[0][2:],16))
for hi in range(0xa1,0xf8):          # GB 2312, kana, Greek and Cyrillic too
    for lo in range(0xa1,0xff):
        try: chars.add(ord(bytes([hi,lo]).decode('gb2312')))
        except (UnicodeDecodeError,TypeError): pass
chars|=set(map(ord,'—–‘’“”„…‰′″※€™−×÷±≤≥≠≈∞∑√∫°℃①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳•·‧〇〓〔〕【】『』「」《》〈〉、。・￥％＆（）／：；？！，．＋－＝＠＃＊＜＞［］｛｝｜～□■○●△▲▽▼◇◆☆★→←↑↓✓'))
chars-=set(range(0x3105,0x312a))|set(range(0x2500,0x254c))
print('\n'.join('U+%04X'%c for c in sorted(chars)))
