;; The loops over all products of a large catalog. `node scripts/machine-code.mjs` makes kernels-code.ts of this text.
;;
;; memory, in bytes: 0 look-up table, f32 [16, 256] | 16384 values, f32 [2048 + 4] | 32768 peak and two sums, f64 [3]
;;                   65536 scales, f32 [I] | then priors, f32 [I] | then codes, u8 [I, 16]
(module
  (memory (export "memory") 1)

  ;; values[i] = scales[i] * sum of the table at the sixteen sub-ids of product i + weight * priors[i], for i below
  ;; `bytes` / 4, at least 1. The first three are addresses of the first product's.
  (func (export "lookUp")
    (param $scales i32) (param $priors i32) (param $codes i32) (param $bytes i32) (param $weight f32)
    (local $i i32) (local $eight i64)
    (local $s0 f32) (local $s1 f32) (local $s2 f32) (local $s3 f32)
    (loop $next
      ;; Eight sub-ids at a time. Each is shifted to a multiple of four: the place in its row of the table.
      (local.set $eight (i64.load offset=0 (local.get $codes)))
      (local.set $s0 (f32.load offset=0 (i32.and (i32.wrap_i64 (i64.shl (local.get $eight) (i64.const 2))) (i32.const 1020))))
      (local.set $s1 (f32.load offset=1024 (i32.and (i32.wrap_i64 (i64.shr_u (local.get $eight) (i64.const 6))) (i32.const 1020))))
      (local.set $s2 (f32.load offset=2048 (i32.and (i32.wrap_i64 (i64.shr_u (local.get $eight) (i64.const 14))) (i32.const 1020))))
      (local.set $s3 (f32.load offset=3072 (i32.and (i32.wrap_i64 (i64.shr_u (local.get $eight) (i64.const 22))) (i32.const 1020))))
      (local.set $s0 (f32.add (local.get $s0) (f32.load offset=4096 (i32.and (i32.wrap_i64 (i64.shr_u (local.get $eight) (i64.const 30))) (i32.const 1020)))))
      (local.set $s1 (f32.add (local.get $s1) (f32.load offset=5120 (i32.and (i32.wrap_i64 (i64.shr_u (local.get $eight) (i64.const 38))) (i32.const 1020)))))
      (local.set $s2 (f32.add (local.get $s2) (f32.load offset=6144 (i32.and (i32.wrap_i64 (i64.shr_u (local.get $eight) (i64.const 46))) (i32.const 1020)))))
      (local.set $s3 (f32.add (local.get $s3) (f32.load offset=7168 (i32.and (i32.wrap_i64 (i64.shr_u (local.get $eight) (i64.const 54))) (i32.const 1020)))))
      (local.set $eight (i64.load offset=8 (local.get $codes)))
      (local.set $s0 (f32.add (local.get $s0) (f32.load offset=8192 (i32.and (i32.wrap_i64 (i64.shl (local.get $eight) (i64.const 2))) (i32.const 1020)))))
      (local.set $s1 (f32.add (local.get $s1) (f32.load offset=9216 (i32.and (i32.wrap_i64 (i64.shr_u (local.get $eight) (i64.const 6))) (i32.const 1020)))))
      (local.set $s2 (f32.add (local.get $s2) (f32.load offset=10240 (i32.and (i32.wrap_i64 (i64.shr_u (local.get $eight) (i64.const 14))) (i32.const 1020)))))
      (local.set $s3 (f32.add (local.get $s3) (f32.load offset=11264 (i32.and (i32.wrap_i64 (i64.shr_u (local.get $eight) (i64.const 22))) (i32.const 1020)))))
      (local.set $s0 (f32.add (local.get $s0) (f32.load offset=12288 (i32.and (i32.wrap_i64 (i64.shr_u (local.get $eight) (i64.const 30))) (i32.const 1020)))))
      (local.set $s1 (f32.add (local.get $s1) (f32.load offset=13312 (i32.and (i32.wrap_i64 (i64.shr_u (local.get $eight) (i64.const 38))) (i32.const 1020)))))
      (local.set $s2 (f32.add (local.get $s2) (f32.load offset=14336 (i32.and (i32.wrap_i64 (i64.shr_u (local.get $eight) (i64.const 46))) (i32.const 1020)))))
      (local.set $s3 (f32.add (local.get $s3) (f32.load offset=15360 (i32.and (i32.wrap_i64 (i64.shr_u (local.get $eight) (i64.const 54))) (i32.const 1020)))))
      (f32.store offset=16384 (local.get $i)
        (f32.add
          (f32.mul
            (f32.load (local.get $scales))
            (f32.add (f32.add (local.get $s0) (local.get $s1)) (f32.add (local.get $s2) (local.get $s3))))
          (f32.mul (local.get $weight) (f32.load (local.get $priors)))))
      (local.set $scales (i32.add (local.get $scales) (i32.const 4)))
      (local.set $priors (i32.add (local.get $priors) (i32.const 4)))
      (local.set $codes (i32.add (local.get $codes) (i32.const 16)))
      (local.set $i (i32.add (local.get $i) (i32.const 4)))
      (br_if $next (i32.lt_u (local.get $i) (local.get $bytes)))))

  ;; 2^x for x <= 0, within 1e-6 of it where x > -32; 0 from -127 on, and where x is no number. 2^whole by its
  ;; exponent's bits, the rest, at most 1/2 either way, by its Taylor series.
  (func $power (param $x v128) (result v128)
    (local $whole v128) (local $power v128)
    (local.set $x (f32x4.pmax (v128.const f32x4 -127 -127 -127 -127) (local.get $x)))
    (local.set $whole (f32x4.nearest (local.get $x)))
    (local.set $x (f32x4.sub (local.get $x) (local.get $whole)))
    (local.set $power (v128.const f32x4 1.5403530393381608e-4 1.5403530393381608e-4 1.5403530393381608e-4 1.5403530393381608e-4))
    (local.set $power (f32x4.add (v128.const f32x4 1.3333558146428443e-3 1.3333558146428443e-3 1.3333558146428443e-3 1.3333558146428443e-3) (f32x4.mul (local.get $x) (local.get $power))))
    (local.set $power (f32x4.add (v128.const f32x4 9.618129107628477e-3 9.618129107628477e-3 9.618129107628477e-3 9.618129107628477e-3) (f32x4.mul (local.get $x) (local.get $power))))
    (local.set $power (f32x4.add (v128.const f32x4 5.550410866482158e-2 5.550410866482158e-2 5.550410866482158e-2 5.550410866482158e-2) (f32x4.mul (local.get $x) (local.get $power))))
    (local.set $power (f32x4.add (v128.const f32x4 0.2402265069591007 0.2402265069591007 0.2402265069591007 0.2402265069591007) (f32x4.mul (local.get $x) (local.get $power))))
    (local.set $power (f32x4.add (v128.const f32x4 0.6931471805599453 0.6931471805599453 0.6931471805599453 0.6931471805599453) (f32x4.mul (local.get $x) (local.get $power))))
    (local.set $power (f32x4.add (v128.const f32x4 1 1 1 1) (f32x4.mul (local.get $x) (local.get $power))))
    (local.set $power
      (f32x4.mul (local.get $power)
        (i32x4.shl
          (i32x4.add (i32x4.trunc_sat_f32x4_s (local.get $whole)) (v128.const i32x4 127 127 127 127))
          (i32.const 23))))
    (local.get $power))

  ;; The sum of four floats.
  (func $sum (param $x v128) (result f64)
    (f64.add
      (f64.add
        (f64.promote_f32 (f32x4.extract_lane 0 (local.get $x)))
        (f64.promote_f32 (f32x4.extract_lane 1 (local.get $x))))
      (f64.add
        (f64.promote_f32 (f32x4.extract_lane 2 (local.get $x)))
        (f64.promote_f32 (f32x4.extract_lane 3 (local.get $x))))))

  ;; values[i] = exp((values[i] - peak) * coldness) for i below `bytes` / 4, at least 1, four at a time; the peak is the
  ;; largest of them, or -1e9. Puts the peak at 32768, then the sum of what there is at coldness 1, then of what was
  ;; written.
  (func (export "exponentials") (param $bytes i32) (param $coldness f32)
    (local $i i32) (local $peak v128) (local $by v128) (local $x v128) (local $whole v128) (local $power v128)
    (local $plain v128) (local $written v128)
    (local.set $peak (v128.const f32x4 -1e9 -1e9 -1e9 -1e9))
    (loop $next
      (local.set $peak (f32x4.pmax (local.get $peak) (v128.load offset=16384 (local.get $i))))
      (local.set $i (i32.add (local.get $i) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $i) (local.get $bytes))))
    (local.set $peak
      (f32x4.splat
        (f32.max
          (f32.max (f32x4.extract_lane 0 (local.get $peak)) (f32x4.extract_lane 1 (local.get $peak)))
          (f32.max (f32x4.extract_lane 2 (local.get $peak)) (f32x4.extract_lane 3 (local.get $peak))))))
    ;; log2(e) * coldness.
    (local.set $by (f32x4.splat (f32.mul (f32.const 1.4426950408889634) (local.get $coldness))))
    (local.set $i (i32.const 0))
    (loop $next
      (local.set $x (f32x4.sub (v128.load offset=16384 (local.get $i)) (local.get $peak)))
      (if (f32.ne (local.get $coldness) (f32.const 1))
        (then
          (local.set $plain
            (f32x4.add (local.get $plain)
              (call $power (f32x4.mul (local.get $x) (v128.const f32x4 1.4426950408889634 1.4426950408889634 1.4426950408889634 1.4426950408889634)))))))
      ;; $power, written out: browsers do not inline it.
      (local.set $x (f32x4.mul (local.get $x) (local.get $by)))
      (local.set $x (f32x4.pmax (v128.const f32x4 -127 -127 -127 -127) (local.get $x)))
      (local.set $whole (f32x4.nearest (local.get $x)))
      (local.set $x (f32x4.sub (local.get $x) (local.get $whole)))
      (local.set $power (v128.const f32x4 1.5403530393381608e-4 1.5403530393381608e-4 1.5403530393381608e-4 1.5403530393381608e-4))
      (local.set $power (f32x4.add (v128.const f32x4 1.3333558146428443e-3 1.3333558146428443e-3 1.3333558146428443e-3 1.3333558146428443e-3) (f32x4.mul (local.get $x) (local.get $power))))
      (local.set $power (f32x4.add (v128.const f32x4 9.618129107628477e-3 9.618129107628477e-3 9.618129107628477e-3 9.618129107628477e-3) (f32x4.mul (local.get $x) (local.get $power))))
      (local.set $power (f32x4.add (v128.const f32x4 5.550410866482158e-2 5.550410866482158e-2 5.550410866482158e-2 5.550410866482158e-2) (f32x4.mul (local.get $x) (local.get $power))))
      (local.set $power (f32x4.add (v128.const f32x4 0.2402265069591007 0.2402265069591007 0.2402265069591007 0.2402265069591007) (f32x4.mul (local.get $x) (local.get $power))))
      (local.set $power (f32x4.add (v128.const f32x4 0.6931471805599453 0.6931471805599453 0.6931471805599453 0.6931471805599453) (f32x4.mul (local.get $x) (local.get $power))))
      (local.set $power (f32x4.add (v128.const f32x4 1 1 1 1) (f32x4.mul (local.get $x) (local.get $power))))
      (local.set $power
        (f32x4.mul (local.get $power)
          (i32x4.shl
            (i32x4.add (i32x4.trunc_sat_f32x4_s (local.get $whole)) (v128.const i32x4 127 127 127 127))
            (i32.const 23))))
      (local.set $written (f32x4.add (local.get $written) (local.get $power)))
      (v128.store offset=16384 (local.get $i) (local.get $power))
      (local.set $i (i32.add (local.get $i) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $i) (local.get $bytes))))
    (f64.store offset=32768 (i32.const 0) (f64.promote_f32 (f32x4.extract_lane 0 (local.get $peak))))
    (f64.store offset=32776 (i32.const 0)
      (call $sum
        (select (local.get $written) (local.get $plain) (f32.eq (local.get $coldness) (f32.const 1)))))
    (f64.store offset=32784 (i32.const 0) (call $sum (local.get $written)))))
