-- SPDX-License-Identifier: Apache-2.0
-- POST of a body of BENCH_UPLOAD_BYTES octets.
dofile(os.getenv("BENCH_LUA") .. "/report.lua")
wrk.method = "POST"
wrk.body = string.rep("u", tonumber(os.getenv("BENCH_UPLOAD_BYTES")))
wrk.headers["Content-Type"] = "application/octet-stream"
