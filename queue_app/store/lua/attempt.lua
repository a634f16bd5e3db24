--[[
  Count an attempt to sign in before it is made, so that many at once are as few as one after the other.

  ARGV  seconds after which it is forgotten, then for each bound: digest, failures that are free, longest wait

  Returns 0 when it may be made; else how many seconds to wait, and nothing was counted.
]]
local now, longest = tonumber(redis.call("TIME")[1]), 0
for i = 2, #ARGV, 3 do
  local told = redis.call("HMGET", KEY.attempts:format(ARGV[i]), "failures", "last")
  local over = tonumber(told[1] or "0") - tonumber(ARGV[i + 1])
  if over >= 0 then -- 1, 2, 4, … seconds
    local delay = math.min(2 ^ math.min(over, 20), tonumber(ARGV[i + 2]))
    longest = math.max(longest, tonumber(told[2]) + delay - now)
  end
end
if longest > 0 then
  return longest
end
for i = 2, #ARGV, 3 do
  local attempts = KEY.attempts:format(ARGV[i])
  redis.call("HINCRBY", attempts, "failures", 1)
  redis.call("HSET", attempts, "last", string.format("%d", now))
  redis.call("EXPIRE", attempts, ARGV[1])
end
return 0
