--[[
  Open a session and the person it belongs to in one round trip.

  ARGV  digest of the cookie, idle seconds, absolute seconds, "1" when somebody really asked (polling
        must not keep an unattended screen signed in)

  Returns {session data, person}, or nothing when it is over, revoked or its person is gone.
]]
local session = KEY.session:format(ARGV[1])
local told = redis.call("HMGET", session, "person", "born", "data")
if not told[2] then
  return false
end
local seconds = tonumber(redis.call("TIME")[1])
if seconds - tonumber(told[2]) >= tonumber(ARGV[3]) then
  redis.call("DEL", session)
  return false
end
local person = told[1] ~= "" and redis.call("HGET", KEY.person:format(told[1]), "person") or ""
if told[1] ~= "" and not person then
  redis.call("DEL", session)
  return false
end
if ARGV[4] == "1" then
  redis.call("EXPIRE", session, ARGV[2])
end
return { told[3], person or "" }
