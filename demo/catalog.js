// The demo's palette. All products use it, so that any two look good side by side.
const clay = '#c4623f';
const ochre = '#d8a03f';
const moss = '#6b8551';
const pine = '#2f5145';
const lake = '#6d97ab';
const night = '#2b3a4a';
const ink = '#30363a';
const cream = '#f1e6d2';
const chalk = '#f6f2ea';
const sand = '#d9c19a';
const oak = '#c69258';
const walnut = '#7d5234';
const plum = '#7b4a60';
const blush = '#dfa58f';
const steel = '#9aa7ab';
const brass = '#c79c48';
const leaf = '#5d8a55';

/** Slug, title, subtitle and tile colour of each category (see style/shop.css). */
export const categories = [
  { id: 'seating', name: 'Seating', note: 'Chairs to stay in long after supper.', tone: 'sand' },
  {
    id: 'lighting',
    name: 'Lighting',
    note: 'Warm pools of light, one lamp at a time.',
    tone: 'dusk',
  },
  {
    id: 'kitchen',
    name: 'Kitchen',
    note: 'Iron, copper and a knife that keeps its edge.',
    tone: 'clay',
  },
  { id: 'table', name: 'Table', note: 'Thrown by hand, made for every day.', tone: 'sky' },
  { id: 'greenery', name: 'Greenery', note: 'Plants that forgive, tools that last.', tone: 'moss' },
  {
    id: 'outdoors',
    name: 'Outdoors',
    note: 'For the hillside, the lake, the long way home.',
    tone: 'pine',
  },
];

/** name | kind | brand | price | drawing | its colours and forms | line of text */
// biome-ignore format: a table, one product a line
const rows = {
  seating: [
    ['Alder wishbone chair', 'Chairs', 'Tarn', 189, 'chair', { back: 'wish', frame: oak, seat: sand }, 'Steam-bent ash, a seat of woven paper cord.'],
    ['Birk spindle chair', 'Chairs', 'Tarn', 149, 'chair', { back: 'slats', frame: ink, seat: '#454c50' }, 'Five turned spindles, stained black, quietly upright.'],
    ['Marsh cane chair', 'Chairs', 'Ostler', 210, 'chair', { back: 'cane', frame: walnut, seat: sand }, 'Hand-caned back in a walnut frame.'],
    ['Croft ladder-back', 'Chairs', 'Wrenfield', 125, 'chair', { back: 'ladder', frame: '#5f8a78', seat: '#e0c48d' }, 'Painted beech with a rush seat, for kitchens.'],
    ['Dormer wing chair', 'Lounge', 'Ostler', 540, 'armchair', { frame: walnut, fabric: pine, wing: true }, 'High wings keep the draught out and the book in.'],
    ['Harbour two-seat sofa', 'Lounge', 'Ostler', 980, 'sofa', { frame: oak, fabric: lake, cushion: ochre }, 'Two deep seats in washed wool. One cushion, chosen well.'],
    ['Evening rocker', 'Lounge', 'Wrenfield', 395, 'rocker', { frame: walnut, seat: clay }, 'A long slow arc under an oiled seat.'],
    ['Counter stool', 'Stools', 'Tarn', 135, 'stool', { frame: ink, seat: oak, tall: true }, 'Sixty-five centimetres of good posture.'],
    ['Milking stool', 'Stools', 'Wrenfield', 69, 'stool', { frame: oak, seat: clay, tall: false }, 'Low, round and impossible to tip.'],
    ['Long hall bench', 'Stools', 'Tarn', 240, 'bench', { frame: walnut, seat: oak }, 'Room for boots under, and four people on top.'],
  ],
  lighting: [
    ['Pebble table lamp', 'Table lamps', 'Kilnhouse', 118, 'tableLamp', { form: 'cone', foot: 'ball', cover: cream, base: clay }, 'A round stoneware foot under a linen cone.'],
    ['Mushroom lamp', 'Table lamps', 'Mirabel', 96, 'tableLamp', { form: 'dome', foot: 'stem', cover: ochre, base: brass }, 'Spun steel, one dimmer, no wires in sight.'],
    ['Apothecary lamp', 'Table lamps', 'Kilnhouse', 132, 'tableLamp', { form: 'drum', foot: 'bottle', cover: '#dcc498', base: pine }, 'Bottle-green glaze, drum shade.'],
    ['Moon desk lamp', 'Table lamps', 'Mirabel', 84, 'tableLamp', { form: 'globe', foot: 'block', cover: '#fdeec2', base: night }, 'An opal globe on a cast block.'],
    ['Quarry pendant', 'Pendants', 'Mirabel', 145, 'pendant', { form: 'dome', cover: pine, cord: ink }, 'Deep enamel dome over the table.'],
    ['Bell pendant', 'Pendants', 'Kilnhouse', 128, 'pendant', { form: 'cone', cover: blush, cord: walnut }, 'Slip-cast porcelain that glows at the rim.'],
    ['Opal pendant', 'Pendants', 'Mirabel', 156, 'pendant', { form: 'globe', cover: '#fbeecb', cord: brass }, 'Mouth-blown glass on a brass stem.'],
    ['Surveyor floor lamp', 'Floor lamps', 'Tarn', 235, 'floorLamp', { form: 'tripod', cover: cream, base: oak }, 'Three oak legs and a wide linen shade.'],
    ['Heron arc lamp', 'Floor lamps', 'Mirabel', 285, 'floorLamp', { form: 'arc', cover: clay, base: ink }, 'Reaches over the sofa without asking.'],
    ['Page reading lamp', 'Floor lamps', 'Mirabel', 165, 'floorLamp', { form: 'reader', cover: moss, base: brass }, 'Points where the page is.'],
  ],
  kitchen: [
    ['Hearth casserole', 'Cookware', 'Fennel & Iron', 174, 'casserole', { body: clay, knob: brass }, 'Five litres of enamelled iron, for the whole week.'],
    ['Farrier skillet', 'Cookware', 'Fennel & Iron', 68, 'skillet', { body: ink, handle: walnut }, 'Spun iron, seasoned with flax, walnut grip.'],
    ['Copper saucepan', 'Cookware', 'Fennel & Iron', 112, 'saucepan', { body: '#c4794c', handle: ink }, 'Two millimetres of copper, tin inside.'],
    ['Gooseneck kettle', 'Cookware', 'Mirabel', 79, 'kettle', { body: night, handle: oak }, 'A slow, thin pour.'],
    ['Petty knife', 'Prep', 'Fennel & Iron', 94, 'knife', { blade: steel, handle: walnut }, 'Fifteen centimetres, carbon core.'],
    ['Long board', 'Prep', 'Tarn', 46, 'board', { wood: oak, fruit: '#e0983a' }, 'Quarter-sawn oak, oiled twice.'],
    ['Turned pepper mill', 'Prep', 'Tarn', 58, 'mill', { wood: walnut, metal: brass }, 'Steel burr in a body of walnut.'],
    ['Field coffee press', 'Coffee', 'Mirabel', 49, 'press', { metal: '#8d999c', coffee: '#5a3824' }, 'Eight cups, double screen.'],
    ['Porcelain dripper', 'Coffee', 'Kilnhouse', 64, 'dripper', { glaze: '#86a9b5', coffee: '#6a4026' }, 'Fluted inside, with its own carafe.'],
    ['Stove-top moka', 'Coffee', 'Mirabel', 38, 'moka', { metal: steel, handle: ink }, 'Six small strong cups.'],
  ],
  table: [
    ['Everyday mug', 'Cups', 'Kilnhouse', 22, 'mug', { form: 'straight', glaze: '#dcd2bf', dip: '#8d6a4f' }, 'Speckled stoneware, dipped by hand.'],
    ['Tall morning mug', 'Cups', 'Kilnhouse', 26, 'mug', { form: 'tapered', glaze: lake, dip: chalk }, 'Holds a whole pot’s first pour.'],
    ['Belly mug', 'Cups', 'Wrenfield', 24, 'mug', { form: 'round', glaze: moss, dip: '' }, 'Round enough to warm both hands.'],
    ['Café cup and saucer', 'Cups', 'Wrenfield', 29, 'cupAndSaucer', { glaze: chalk, rim: clay }, 'Thin lip, terracotta rim.'],
    ['Noodle bowl', 'Plates & bowls', 'Kilnhouse', 36, 'bowl', { glaze: night, inside: '#c9d6d6' }, 'Wide, deep, with chopsticks.'],
    ['Nest of three bowls', 'Plates & bowls', 'Wrenfield', 54, 'bowl', { glaze: clay, inside: '#8fa57b', stack: [clay, ochre, moss] }, 'Clay, ochre, moss. They stack.'],
    ['Dinner plate', 'Plates & bowls', 'Kilnhouse', 28, 'plate', { glaze: '#efe7d8', rim: '#8e7355' }, 'An unglazed rim and a calm middle.'],
    ['Rain teapot', 'Serving', 'Kilnhouse', 72, 'teapot', { glaze: '#4f7a6d', handle: oak }, 'A litre of tea, a spout that does not drip.'],
    ['Dairy jug', 'Serving', 'Wrenfield', 39, 'jug', { glaze: cream, dip: lake }, 'For milk, or for tulips.'],
    ['Carafe with two glasses', 'Serving', 'Mirabel', 48, 'carafe', { drink: '#d98f6a', cork: oak }, 'Pressed glass and a cork.'],
  ],
  greenery: [
    ['Monstera', 'House plants', 'Wrenfield', 42, 'monstera', { pot: clay, green: leaf }, 'Splits its leaves by the third summer.'],
    ['Snake plant', 'House plants', 'Wrenfield', 34, 'snakePlant', { pot: cream, green: '#4d7d58', edge: '#c6cf7d' }, 'Forgets you if you forget it.'],
    ['Column cactus', 'House plants', 'Wrenfield', 27, 'cactus', { pot: lake, green: '#5f9268', flower: '#d9657a' }, 'Flowers once, suddenly.'],
    ['Button fern', 'House plants', 'Wrenfield', 24, 'fern', { pot: plum, green: '#6d9a50' }, 'Likes a north window and a little mist.'],
    ['Olive tree', 'Trees & trailers', 'Ostler', 89, 'olive', { pot: '#b88a62', green: '#7f956a', wood: '#7a634b' }, 'A small Ligurian, two summers old.'],
    ['Fiddle-leaf fig', 'Trees & trailers', 'Ostler', 98, 'fig', { pot: '#cfae7c', green: '#4f8350', wood: '#7a5a40' }, 'Comes in its own basket.'],
    ['Trailing pothos', 'Trees & trailers', 'Kilnhouse', 45, 'trailing', { pot: blush, green: '#6fa05c', cord: '#a98b63' }, 'In a hanging pot, with rope.'],
    ['Zinc watering can', 'Garden tools', 'Fennel & Iron', 56, 'wateringCan', { metal: steel, brass }, 'Four litres and a brass rose.'],
    ['Glass mister', 'Garden tools', 'Mirabel', 29, 'mister', { glass: '#9fc3bd', brass }, 'For ferns and shirts.'],
    ['Planting trowel', 'Garden tools', 'Fennel & Iron', 32, 'trowel', { metal: '#84949a', wood: oak }, 'Forged in one piece, ash handle.'],
  ],
  outdoors: [
    ['Ridge backpack', 'Bags', 'Fjell', 145, 'backpack', { cloth: moss, leather: walnut, flap: '#587048' }, 'Waxed cotton, two straps, one big mouth.'],
    ['Harbour roll-top', 'Bags', 'Fjell', 119, 'rollTop', { cloth: '#d1813f', strap: ink }, 'Welded seams. Floats, we checked.'],
    ['Market tote', 'Bags', 'Wrenfield', 38, 'tote', { cloth: cream, print: pine, handle: walnut }, 'Heavy canvas with a small hill on it.'],
    ['Picnic basket', 'Bags', 'Wrenfield', 74, 'basket', { wicker: '#c69a5e', cloth: '#c0504a' }, 'Willow, with a cloth that matches nothing.'],
    ['Two-night tent', 'Camp', 'Fjell', 320, 'tent', { cloth: '#cf7b3c', lining: cream, rope: '#5a4a3a' }, 'Up in four minutes, dry in any wind.'],
    ['Fireside camp chair', 'Camp', 'Fjell', 88, 'campChair', { cloth: pine, metal: steel }, 'Folds flat. Holds a mug.'],
    ['Lakeside hammock', 'Camp', 'Fjell', 92, 'hammock', { cloth: lake, stripe: chalk, wood: '#8a6242' }, 'For two, or for one and a dog.'],
    ['Half-litre flask', 'Trail', 'Fjell', 36, 'flask', { body: '#3f6c7c', cup: '#d9d2c3' }, 'Hot for eleven hours.'],
    ['Shepherd’s blanket', 'Trail', 'Ostler', 128, 'blanket', { wool: '#a8493b', stripe: night, second: ochre }, 'Thick wool, bold bands.'],
    ['Storm lantern', 'Trail', 'Fjell', 64, 'lantern', { frame: ink, brass: '#b5483b' }, 'Paraffin, a wick, no batteries.'],
  ],
};

const plain = (name) =>
  name
    .toLowerCase()
    .normalize('NFD')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

/** Products with the predictor's fields (`id`, `name`, `brand`, `category`, `price`) and those of the pages. */
export const catalog = categories.flatMap(({ id: slug, name: top, tone }) =>
  rows[slug].map(([name, kind, brand, price, drawing, parts, text]) => ({
    id: plain(name),
    name,
    brand,
    category: [top, kind],
    price,
    currency: 'EUR',
    url: `#/p/${plain(name)}`,
    slug,
    tone,
    text,
    art: [drawing, parts],
  })),
);

const byId = new Map(catalog.map((product) => [product.id, product]));

export const productOf = (id) => byId.get(id);

export const euro = (price) => `€${price.toFixed(2)}`;

/** The predictor's fields of a product. */
export const itemOf = ({ id, name, brand, category, price, currency, url }) => ({
  id,
  name,
  brand,
  category,
  price,
  currency,
  url,
});
