--[[
  Open a session, with the person it belongs to, in one round trip.

  ARGV  digest of the cookie, idle seconds, absolute seconds, "1" when somebody really asked (polling
        must not keep an unattended screen signed in), seconds by which a session may end early: every
        writing costs a trip to the disk, and nearly every request would be one

  Returns {session data, person, "1" when their password is due, "1" where the patients are made up}, or
  nothing when it is over, its person is gone, or all sessions of its generation were ended.
]]
local session = KEY.session:format(ARGV[1])
local told = redis.call("HMGET", session, "person", "born", "data", "generation")
if not told[2] then
  return false
end
local kept = redis.call("HMGET", KEY.person:format(told[1]), "person", "generation", "due")
local seconds = tonumber(redis.call("TIME")[1])
if
  not kept[1]
  or (kept[2] or "0") ~= (told[4] or "0")
  or seconds - tonumber(told[2]) >= tonumber(ARGV[3])
then
  redis.call("DEL", session)
  return false
end
if ARGV[4] == "1" and redis.call("TTL", session) < ARGV[2] - ARGV[5] then
  redis.call("EXPIRE", session, ARGV[2])
end
return { told[3], kept[1], kept[3] or "", redis.call("EXISTS", KEY.made_up) == 1 and "1" or "" }
