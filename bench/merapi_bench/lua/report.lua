-- SPDX-License-Identifier: Apache-2.0
-- What every wrk run ends with: one line of JSON that merapi_bench.wrk reads. Times are microseconds.
function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format(
    'merapi-bench {"requests":%d,"micros":%d,"bytes":%d,"p50":%d,"p99":%d,"max":%d,'
      .. '"connect":%d,"read":%d,"write":%d,"status":%d,"timeout":%d}\n',
    summary.requests, summary.duration, summary.bytes,
    latency:percentile(50), latency:percentile(99), latency.max,
    e.connect, e.read, e.write, e.status, e.timeout))
end
