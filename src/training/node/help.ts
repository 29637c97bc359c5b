export const HELP = `nextaisle: predicts a shopper's next action and next product, in the page

  nextaisle train <log…> --out <shop.safetensors>   train a model on a shop's event log
  nextaisle prepare <log…> --out <folder>           make shards of a log that is larger than memory
  nextaisle evaluate <model> <log…>                 measure a model on the latest sessions of a log
  nextaisle drift <model> <log…>                    hold a model on a later log against when it was made
  nextaisle predict <model> <log…>                  say what each shopper of a log does next
  nextaisle export <model> --out <items.npy>        write the vectors of its items
  nextaisle slice <model> <log…> --out <folder>     cut it into a file a department
  nextaisle card <log…> --out <card.json>           count a day's log into a shop card, for the base model
  nextaisle inspect <model>                         show what is in a model file
  nextaisle simulate --events <n> --out <log>       write a log of any length, and how well it can be predicted
  nextaisle doctor <url…>                           show which events of a shop's page would be captured

A log is CSV (comma, semicolon, tab, bar), JSON, JSON lines, Parquet or text (the item ids of one session
a line), plain or gzipped: what it is, its bytes say. Several files, folders and patterns ("2024-*.csv")
are read as one log. Columns are found by their usual names: those of the GA4
export, RetailRocket, REES46, OTTO, or session,time,type,item,price,category,brand,name.

Reading a log
  --columns item=sku,time=at    the header of each field; a+b for several (time=year+month+day)
                                fields: user session time type item price category brand name
  --columns user,item,-,time    the columns of a table without a header, in order
  --delimiter <mark>            what separates columns, where it does not show (tab, '::')
  --encoding <name>             where it is neither UTF-8, UTF-16 nor Windows-1252
  --format table|json|sequences where it does not show
  --allow-refused <share>       go on where more lines than that cannot be read (0.1)
  --keep-robots                 keep shoppers with more events than a person makes (2,000, or a hundred
                                times the middle shopper's), and robots by their user agent
  --actions view2=click,x=ignored  what the log's action names mean; * stands for every other name
                                click cart purchase remove wishlist checkout search category
  --dates dmy|mdy|ymd           the order of day and month, where no day of the log is above 12; what numbers
                                are: s ms us ns (Unix times) excel compact (20240131) relative
  --item-embeddings <file>      a vector per item from a text, image or audio encoder, so that new
                                products are known by it: .safetensors, .npy with .ids.txt, .parquet

Splitting it
  --test <file>                 test on this file instead of the latest tenth of the sessions: a log, or
                                prefix<TAB>target lines
  --validation <share>          latest share of the other sessions, to choose and calibrate by
                                (0.1; 0.02 with --test)
  --split leave-one-out         of each shopper the last item tests and the one before it validates,
                                instead of the latest sessions (time)
  --train-share <share>         train on the latest share of the training sessions (1)

Training
  --out <file>                  where to write the model; until it is done, <file>.checkpoint is beside it
  --resume                      continue from that checkpoint
  --shards <folder>             train on what prepare made, instead of a log
  --name <text>                 name in the model file (the file's name)
  --model-version <text>        version in the model file (1): a date, a build; inspect and the page show it
  --config <train.json>         options from a file, by the names of the flags; flags win. --json prints
                                them all back, as config: that output is such a file
  --from <yesterday.safetensors>  go on from this model: its items keep their codes, new ones get some, one
                                pass (--epochs) at a third of the rate; the network is the file's
  --drop-unseen                 with --from: leave out its items that this log does not show
  --epochs <n>                  passes over the log, then one more on the quantised vectors (until
                                held-out shoppers are predicted no better: at most 3, 30 of a small log)
  --size tiny|small|base|large  the network, width × layers: 32 × 1, 64 × 2, 128 × 4 or 256 × 8 (small)
  --width <n> --layers <n> --heads <n> --window <n>   override the size (64, 2, 2, 32)
  --sub-ids <n>                 bytes per item in the file, for catalogs above 256 items (32; above
                                8,192 items 16); 8 makes a smaller, less accurate file
  --content <n>                 rows of the content table, so that new products are known by category,
                                brand, price and name (512 where the log has them; 0: no table)
  --batch <n> --negatives <n> --rate <x> --seed <n>  (by size of the log, 2048, 0.01, 1)
  --threads <n>                 threads that train (1); 2 gain an eighth on a log of a million events and
                                lose on a small one; a seed gives the same file with the same number
  --dropout <share>             dropout while training (0.2)
  --min-item-count <n>          items with fewer events get no codes in the file (as many items get codes
                                as serve held-out shoppers)
  --teaching <share>            how much of the target comes from similar sessions at first
                                (0.5, or 0 where the last item alone predicts better)

Measuring
  --on validation               measure on the validation part, to choose by; the test part stays unseen
  --sample <n|all>              predictions made for the report, drawn with a seed (20000)
  --mask-seen                   set items already seen aside before ranking, for every method, as BSARec
                                and RecBole do: a seen item that comes next is then a miss
  --markdown                    tables in Markdown
  --require-better              exit with 1 unless the verdict is to ship
  --require-fresh               drift: exit with 1 unless the answer is to keep the model

Predicting (predict)
  --out <next.jsonl|.parquet|.csv>  where to write; without it, JSON lines on stdout. A line of JSON is a
                                session with its chances and items, a row of a table one item of it
  --k <n>                       items a session (20)
  --all-sessions                after every session; without it, after each shopper's latest
  --exclude <words>             leave out items that are current, in-cart, purchased, seen (comma between)

Exporting (export)
  --out <items.npy|.safetensors|.parquet|.jsonl>  a vector of length 1 an item, as the network uses it;
                                .npy has the ids beside it, in .ids.txt; --item-embeddings reads the first three

Cutting (slice)
  --out <folder>                one file a top category, and all.safetensors with the most popular products;
                                slices.json has their names. On the log that the model was trained on
  --items <n>                   products of all.safetensors (5000)

Preparing (prepare; needs @duckdb/node-api in the project)
  --plan <plan.json>            write how the log is read, for scale/spark.py, and prepare nothing
  --out <folder>                where to write shards; the same command goes on after an interruption
                                takes Parquet and plain CSV, and the options of reading a log

A log to try a machine with (simulate)
  --events <n> --items <n>      how long it is, and how many products it has (by the events)
  --seed <n>                    another log (1)
  --out <log.parquet|.jsonl|.csv>  where to write it; <log>.truth.json beside it says what the best possible
                                predictor gets on the latest tenth of the visits

A shop card (card; what the option shop takes)
  --visits <n> --purchases <n>  from totals of visits instead of a log
  --carts <n> --bounces <n>     visits with a cart; visits of a single event
  --out <file>                  where to write it (stdout)

Looking at a page (doctor; needs playwright-core in the project, and a Chromium)
  --click <selector>            press this, e.g. the cart button; may be given several times
  --browser <path>              a Chromium or Chrome (CHROMIUM_PATH, then the PATH)

Everywhere
  --json                        one JSON document on stdout
  --help --version

Ctrl-C keeps the best epoch so far. Exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted.
`;
