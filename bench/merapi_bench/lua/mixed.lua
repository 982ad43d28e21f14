-- SPDX-License-Identifier: Apache-2.0
-- Fast requests with one in SLOW_EVERY slow: wrk's own percentiles cannot tell the two apart, so each request carries
-- its kind and its start in the query, the application sends that back, and the time is taken from the answer.
-- With BENCH_THINK_MS each connection pauses that long on average between an answer and its next request, so that every
-- server is offered nearly the same load; without it each gets all that it can take.
local ffi = require("ffi")
ffi.cdef([[
  typedef struct { long seconds; long nanos; } bench_time;
  int clock_gettime(int clock, bench_time *now);
]])

local MONOTONIC = 1
local SLOW_EVERY = 200
local BUCKET_MICROS = 10
local now = ffi.new("bench_time")
local threads = {}
local think = tonumber(os.getenv("BENCH_THINK_MS") or "0")

fast = {}
slow = {}
strange = 0

local function micros()
  ffi.C.clock_gettime(MONOTONIC, now)
  return tonumber(now.seconds % 1000000) * 1000000 + math.floor(tonumber(now.nanos) / 1000)
end

function setup(thread)
  table.insert(threads, thread)
  thread:set("seed", #threads)
end

function init(args)
  math.randomseed(seed)
end

if think > 0 then
  function delay()
    return math.floor(think * (0.5 + math.random()) + 0.5)
  end
end

function request()
  local kind = math.random(SLOW_EVERY) == 1 and "/slow" or "/fast"
  return wrk.format("GET", kind .. "?" .. kind:sub(2) .. string.format("-%d", micros()))
end

function response(status, headers, body)
  local kind, start = body:match("^(%a+)-(%d+)$")
  if not start then
    strange = strange + 1
    return
  end
  local bucket = math.floor((micros() - tonumber(start)) / BUCKET_MICROS)
  local counts = kind == "fast" and fast or slow
  counts[bucket] = (counts[bucket] or 0) + 1
end

local function merged(name)
  local sum, total = {}, 0
  for _, thread in ipairs(threads) do
    for bucket, count in pairs(thread:get(name)) do
      sum[bucket] = (sum[bucket] or 0) + count
      total = total + count
    end
  end
  return sum, total
end

-- The smallest time that this share of the requests did not exceed, to the bucket's upper edge.
local function percentile(counts, total, share)
  local buckets = {}
  for bucket in pairs(counts) do
    table.insert(buckets, bucket)
  end
  table.sort(buckets)
  local seen = 0
  for _, bucket in ipairs(buckets) do
    seen = seen + counts[bucket]
    if seen >= share * total then
      return (bucket + 1) * BUCKET_MICROS
    end
  end
  return 0
end

function done(summary, latency, requests)
  local e = summary.errors
  local quick, quick_total = merged("fast")
  local tardy, tardy_total = merged("slow")
  local odd = 0
  for _, thread in ipairs(threads) do
    odd = odd + thread:get("strange")
  end
  io.write(string.format(
    'merapi-bench {"requests":%d,"micros":%d,"bytes":%d,"p50":%d,"p99":%d,"max":%d,"slow_requests":%d,"slow_p50":%d,'
      .. '"connect":%d,"read":%d,"write":%d,"status":%d,"timeout":%d,"content":%d}\n',
    summary.requests, summary.duration, summary.bytes,
    percentile(quick, quick_total, 0.50), percentile(quick, quick_total, 0.99), percentile(quick, quick_total, 1),
    tardy_total, percentile(tardy, tardy_total, 0.50),
    e.connect, e.read, e.write, e.status, e.timeout, odd))
end
