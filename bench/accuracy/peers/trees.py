"""Gradient-boosted trees on hand-made session features, compared with a model file.

    pip install lightgbm scikit-learn numpy
    python3 bench/accuracy/peers/trees.py [--write] rows.json [more.json …]

Reads what `npm run bench:next-action` wrote. Trees are trained on the training part, stopped on the
validation part, and asked at the same positions as the file. Intervals are a bootstrap over shoppers.
With --write the figures go to bench/accuracy/results/next-action/, from where `npm run figures` takes
them.
"""

import json
import math
import os
import sys

import lightgbm as lgb
import numpy as np
from sklearn.metrics import average_precision_score, roc_auc_score

RESULTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../results/next-action")
TRAIN, VALIDATION, TEST = 0, 1, 2
LENGTHS = (("1", 1, 1), ("2", 2, 2), ("3-5", 3, 5), ("6-10", 6, 10), ("11+", 11, 10**9), ("3+", 3, 10**9), ("all", 1, 10**9))
DRAWS = 300
KEYS = {"class prior": "classPrior", "Markov": "markov", "trees": "trees", "nextaisle": "nextaisle"}


def features(log):
    """One row an event, of what was known right after it."""
    e = {k: np.array([np.nan if v is None else v for v in vs], dtype=float) for k, vs in log["events"].items()}
    n, kinds = len(e["part"]), len(log["actions"]) - 1
    part, action, item, category, ts, price = (e[k] for k in ("part", "action", "item", "category", "ts", "price"))
    cart, purchase, remove = (log["actions"].index(a) for a in ("cart", "purchase", "remove"))
    # How often each item and category was looked at, carted, bought. A training event knows of those
    # that came earlier in the file's time only, its own label never.
    order = np.argsort(e["began"], kind="stable")
    counts, rows = {}, [None] * n

    def seen(key):
        return counts.setdefault(key, [0, 0, 0])

    def rates(i):
        out = []
        for key in (("i", item[i]), ("c", category[i])):
            total, carts, bought = counts.get(key, (0, 0, 0))
            out += [math.log1p(total), (carts + 0.5) / (total + 10), (bought + 0.1) / (total + 10)]
        return out

    for i in order:
        if part[i] != TRAIN:
            continue
        rows[i] = rates(i)
        for key in (("i", item[i]), ("c", category[i])):
            count = seen(key)
            count[0] += 1
            count[1] += action[i] == cart
            count[2] += action[i] == purchase
    for i in range(n):
        if part[i] != TRAIN:
            rows[i] = rates(i)

    out, places = [], np.zeros(n, dtype=int)
    shopper = None
    for i in range(n):
        if e["shopper"][i] != shopper:
            shopper = e["shopper"][i]
            life = dict(sessions=0, carts=0, bought=0, events=0, last={}, incart=set())
        if e["start"][i]:
            since = ts[i] - ts[i - 1] if life["events"] else np.nan
            s = dict(first=i, n=0, kinds=[0] * kinds, items={}, categories={}, gaps=[], incart=set(), past=[], since=since)
            life["sessions"] += 1
        gap = (ts[i] - ts[i - 1]) / 1000 if s["n"] else np.nan
        a, it = int(action[i]), item[i]
        previous = i - 1 if s["n"] else None
        s["n"] += 1
        s["kinds"][a] += 1
        s["items"][it] = s["items"].get(it, 0) + 1
        s["categories"][category[i]] = s["categories"].get(category[i], 0) + 1
        if s["n"] > 1:
            s["gaps"].append(gap)
        for held in (s["incart"], life["incart"]):
            if a == cart:
                held.add(it)
            elif a in (remove, purchase):
                held.discard(it)
        life["carts"] += a == cart
        life["bought"] += a == purchase
        life["events"] += 1
        places[i] = s["n"]
        past = s["past"][-3:][::-1] + [-1] * 3
        day = (ts[i] / 1000) % 86400 / 3600 if ts[i] > 1e11 else np.nan
        week = ts[i] / 1000 // 86400 % 7 if ts[i] > 1e11 else np.nan
        out.append(
            [
                a, *past[:3], s["n"], *s["kinds"], len(s["items"]), len(s["categories"]), s["items"][it],
                max(s["items"].values()), s["categories"][category[i]], gap,
                s["gaps"][-2] if len(s["gaps"]) > 1 else np.nan,
                np.mean(s["gaps"]) if s["gaps"] else np.nan, max(s["gaps"], default=np.nan),
                (ts[i] - ts[s["first"]]) / 1000, len(s["incart"]), it in s["incart"], len(life["incart"]),
                it in life["incart"], life["sessions"], life["carts"], life["bought"], life["events"], s["since"],
                i - life["last"].get(it, i) if it in life["last"] else -1,
                price[i], category[i] == category[previous] if previous is not None else -1,
                price[i] / price[previous] if previous is not None else np.nan, day, week, *rows[i],
            ]
        )  # fmt: skip
        s["past"].append(a)
        life["last"][it] = i
    return np.array(out, dtype=float), places, e


def boosted(x, y, fit, stop, classes):
    """Small trees, stopped when the validation part's log-loss no longer falls; the best of three shapes there."""
    best = None
    for leaves, leaf in ((7, 50), (15, 50), (31, 20)):
        params = dict(
            objective="multiclass" if classes > 2 else "binary", num_leaves=leaves, min_data_in_leaf=leaf,
            learning_rate=0.05, feature_fraction=0.7, bagging_fraction=0.8, bagging_freq=1, lambda_l2=1,
            verbosity=-1, num_threads=1, seed=1,
        )  # fmt: skip
        if classes > 2:
            params["num_class"] = classes
        train = lgb.Dataset(x[fit], y[fit], categorical_feature=[0, 1, 2, 3])
        model = lgb.train(
            params, train, 400, valid_sets=[lgb.Dataset(x[stop], y[stop], reference=train)],
            callbacks=[lgb.early_stopping(20, verbose=False)],
        )  # fmt: skip
        loss = list(model.best_score["valid_0"].values())[0]
        if best is None or loss < best[0]:
            best = (loss, model)
    return best[1]


def calibration(chance, label, groups, bins=15):
    """Expected calibration error with its interval and what perfect chances would show, both over shoppers,
    as src/training/baselines/calibration-error.ts has them."""
    order = np.argsort(chance, kind="stable")
    names, at = np.unique(groups, return_inverse=True)
    gaps, sizes = np.zeros((bins, len(names))), np.zeros((bins, len(names)))
    for b, own in enumerate(np.array_split(order, bins)):
        np.add.at(gaps[b], at[own], chance[own] - label[own])
        np.add.at(sizes[b], at[own], 1)
    error = lambda sums, size: abs(sums).sum() / size
    value = error(gaps.sum(1), len(order))
    right = gaps - sizes * (gaps.sum(1) / sizes.sum(1))[:, None]
    random = np.random.default_rng(1)
    drawn, perfect = [], []
    for _ in range(DRAWS):
        times = np.bincount(random.integers(0, len(names), len(names)), minlength=len(names))
        drawn.append(error(gaps @ times, (sizes @ times).sum()))
        perfect.append(error(right @ random.choice((-1, 1), len(names)), len(order)))
    low, middle, high = np.percentile(drawn, [2.5, 50, 97.5])
    return dict(ece=value, eceLow=max(0, value - middle + low), eceHigh=value + high - middle, perfectEce=np.mean(perfect))


def interval(values, groups):
    """95% of the mean of `values`, shoppers drawn with replacement."""
    names, at = np.unique(groups, return_inverse=True)
    sums, sizes = np.bincount(at, values), np.bincount(at)
    random = np.random.default_rng(1)
    draws = [random.integers(0, len(names), len(names)) for _ in range(DRAWS)]
    means = [sums[d].sum() / sizes[d].sum() for d in draws]
    return np.percentile(means, [2.5, 97.5])


def area_interval(measure, ours, theirs, label, groups):
    """95% of the difference of two areas, shoppers drawn with replacement."""
    names, at = np.unique(groups, return_inverse=True)
    members = np.split(np.argsort(at, kind="stable"), np.cumsum(np.bincount(at))[:-1])
    random = np.random.default_rng(1)
    found = []
    for _ in range(DRAWS):
        d = np.concatenate([members[g] for g in random.integers(0, len(names), len(names))])
        if 0 < label[d].sum() < len(d):
            found.append(measure(label[d], ours[d]) - measure(label[d], theirs[d]))
    return np.percentile(found, [2.5, 97.5])


def binary_loss(chance, label):
    chance = np.clip(chance, 1e-6, 1 - 1e-6)
    return -np.where(label, np.log(chance), np.log(1 - chance))


def table(head, rows):
    print("| " + " | ".join(head) + " |")
    print("|" + " --- |" * len(head))
    for row in rows:
        print("| " + " | ".join(str(c) for c in row) + " |")
    print()


def shown(held):
    return f"{held['ece']:.3f} ({held['eceLow']:.3f} … {held['eceHigh']:.3f})", f"{held['perfectEce']:.3f}"


def with_interval(value, low, high):
    return {"value": short(value), "low": short(low), "high": short(high)}


def short(value):
    """Five digits are more than any table shows."""
    return float(f"{value:.5g}")


def compare(path):
    """Prints the tables of one log; returns its figures."""
    log = json.load(open(path))
    x, places, e = features(log)
    part = e["part"]
    fit, stop = part == TRAIN, part == VALIDATION
    at = np.array([s["event"] for s in log["said"]])
    ours = np.array([s["actions"] for s in log["said"]])
    next_action = e["next"].astype(int)
    truth, place, who = next_action[at], places[at], e["shopper"][at]
    classes = sorted(set(next_action[fit]))
    squeeze = {c: i for i, c in enumerate(classes)}
    # A kind of action that training never showed cannot be learned: the trees are asked on it at a chance of 1e-6.
    y = np.array([squeeze.get(c, -1) for c in next_action])
    stop_known = stop & (y >= 0)
    cache = path + ".trees.npz"
    if os.environ.get("TREES_CACHE") and os.path.exists(cache):
        kept = np.load(cache)
        trees, tree_later = kept["trees"], [kept["purchase"], kept["cart"]]
    else:
        said = boosted(x, y, fit, stop_known, len(classes)).predict(x[at])
        if len(classes) == 2:
            said = np.stack([1 - said, said], 1)
        trees = np.zeros_like(ours)
        trees[:, classes] = said
        tree_later = []
        for bit in (1, 2):
            label = (e["later"].astype(int) & bit > 0).astype(int)
            tree_later.append(boosted(x, label, fit, stop, 2).predict(x[at]) if label[fit].sum() > 5 else np.full(len(at), np.nan))
        if os.environ.get("TREES_CACHE"):
            np.savez(cache, trees=trees, purchase=tree_later[0], cart=tree_later[1])
    prior = np.tile(log["prior"], (len(at), 1))
    markov = np.array(log["markov"])[e["action"][at].astype(int)]
    chance_of = lambda said: np.clip(said[np.arange(len(at)), truth], 1e-6, 1)
    loss = {k: -np.log(chance_of(v)) for k, v in (("prior", prior), ("markov", markov), ("trees", trees), ("ours", ours))}
    print(f"\n## {log['log']}{' (validation part)' if log['dev'] else ''}, {len(at)} positions of {len(set(who))} shoppers\n")
    result = {"seed": log["seed"], "positions": len(at), "shoppers": len(set(who)), "byEvents": [], "actions": {}}
    rows = []
    for name, low, high in LENGTHS:
        m = (place >= low) & (place <= high)
        if m.sum() < 2:
            continue
        difference = loss["ours"][m] - loss["trees"][m]
        lo, hi = interval(difference, who[m])
        means = {k: short(loss[k][m].mean()) for k in loss}
        result["byEvents"].append(
            dict(
                events=name, n=int(m.sum()), priorLoss=means["prior"], markovLoss=means["markov"], treesLoss=means["trees"],
                loss=means["ours"], difference=with_interval(difference.mean(), lo, hi),
            )  # fmt: skip
        )
        rows.append([name, m.sum(), *(f"{loss[k][m].mean():.3f}" for k in loss), f"{difference.mean():+.3f} ({lo:+.3f} … {hi:+.3f})"])
    print("Next action, log-loss by events read\n")
    table(["events read", "n", "class prior", "Markov", "trees", "nextaisle", "nextaisle − trees (95%)"], rows)
    top = lambda said: (said.max(1), (said.argmax(1) == truth).astype(float))
    rows = []
    for k, v in (("class prior", prior), ("Markov", markov), ("trees", trees), ("nextaisle", ours)):
        chance, hit = top(v)
        leave = truth == len(log["actions"]) - 1
        one = v[:, -1]
        auc = f"{roc_auc_score(leave, one):.3f}" if leave.any() else "–"
        ap = f"{average_precision_score(leave, one):.3f}" if leave.any() else "–"
        held = calibration(chance, hit, who)
        leave_ece = calibration(one, leave, who)["ece"]
        figures = dict(accuracy=hit.mean(), leaveEce=leave_ece, **held)
        if leave.any():
            figures |= dict(leaveAuc=roc_auc_score(leave, one), leavePrAuc=average_precision_score(leave, one))
        result["actions"][KEYS[k]] = {key: short(value) for key, value in figures.items()}
        rows.append([k, f"{100 * hit.mean():.1f}", auc, ap, f"{leave_ece:.3f}", *shown(held)])
    table(["", "accuracy", "AUC of leave", "PR-AUC of leave", "ECE of leave", "ECE of the likeliest", "of a perfect one"], rows)
    for bit, name, forest in ((1, "purchase", tree_later[0]), (2, "cart", tree_later[1])):
        label = e["later"].astype(int)[at] & bit > 0
        if label.sum() < 2:
            print(f"{name} before the session ends: {label.sum()} positives, nothing to say\n")
            continue
        chance = np.array([s[name] for s in log["said"]])
        rate = (e["later"][fit | stop].astype(int) & bit > 0).mean()
        kind = e["action"].astype(int)
        share = np.array([((e["later"][(fit | stop) & (kind == a)].astype(int) & bit > 0).sum() + rate) / (((fit | stop) & (kind == a)).sum() + 1) for a in range(len(log["actions"]) - 1)])
        sides = {"class prior": np.full(len(at), rate), "Markov": share[kind[at]], "trees": forest, "nextaisle": chance}
        later = {"positives": int(label.sum()), "shoppers": len(set(who[label])), "methods": {}, "byEvents": []}
        result[name] = later
        held = {k: calibration(v, label, who) for k, v in sides.items()}
        for k, v in sides.items():
            measured = dict(
                logLoss=binary_loss(v, label).mean(), auc=roc_auc_score(label, v), prAuc=average_precision_score(label, v),
                **held[k],
            )  # fmt: skip
            later["methods"][KEYS[k]] = {key: short(value) for key, value in measured.items()}
        print(f"{name} before the session ends: {label.sum()} of {len(label)} positions, in sessions of {len(set(who[label]))} shoppers\n")
        table(
            ["", "log-loss", "AUC", "PR-AUC", "ECE", "of a perfect one"],
            [[k, f"{binary_loss(v, label).mean():.4f}", f"{roc_auc_score(label, v):.3f}", f"{average_precision_score(label, v):.3f}", *shown(held[k])] for k, v in sides.items()],
        )
        rows = []
        for length, low, high in LENGTHS:
            m = (place >= low) & (place <= high)
            if label[m].sum() < 2 or (~label[m]).sum() < 2:
                continue
            difference = binary_loss(chance[m], label[m]) - binary_loss(forest[m], label[m])
            lo, hi = interval(difference, who[m])
            a, b = roc_auc_score(label[m], chance[m]), roc_auc_score(label[m], forest[m])
            alo, ahi = area_interval(roc_auc_score, chance[m], forest[m], label[m], who[m])
            later["byEvents"].append(
                dict(events=length, positives=int(label[m].sum()), treesAuc=short(b), auc=short(a), difference=with_interval(a - b, alo, ahi))
            )
            p, q = average_precision_score(label[m], chance[m]), average_precision_score(label[m], forest[m])
            rows.append([length, m.sum(), label[m].sum(), f"{b:.3f}", f"{a:.3f}", f"{a - b:+.3f} ({alo:+.3f} … {ahi:+.3f})", f"{q:.3f}", f"{p:.3f}", f"{difference.mean():+.4f} ({lo:+.4f} … {hi:+.4f})"])
        table(["events read", "n", "positives", "AUC trees", "AUC nextaisle", "difference (95%)", "PR-AUC trees", "PR-AUC nextaisle", "log-loss, nextaisle − trees (95%)"], rows)

    return {**result, "promises": log["promises"]}


def main(files, write):
    for file in files:
        log = json.load(open(file))
        result = compare(file)
        if not write:
            continue
        if log["dev"]:
            sys.exit(f"{file} is of the validation part: nothing to write")
        with open(os.path.join(RESULTS, f"{log['log']}.json"), "w") as out:
            json.dump(result, out, indent=2, ensure_ascii=False)
            out.write("\n")


main([arg for arg in sys.argv[1:] if arg != "--write"], "--write" in sys.argv)
