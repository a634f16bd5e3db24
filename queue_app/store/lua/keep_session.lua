--[[
  Write a session's data, unless the session is over: nothing half a session comes back.

  ARGV  digest of the cookie, data

  Returns 1, or nothing when it is over.
]]
local session = KEY.session:format(ARGV[1])
if redis.call("EXISTS", session) == 0 then
  return false
end
redis.call("HSET", session, "data", ARGV[2])
return 1
