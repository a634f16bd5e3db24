--[[
  Replace the hash of a password by another, where the one that was proven still stands. Nothing else of the
  account is written: it may have been closed at this moment.

  ARGV  id, hash that was proven, new hash, "1" when the password is another and not the same one hashed anew

  Returns the generation of sessions from now on, or nothing when the account has another password by now.
]]
local id = ARGV[1]
local person = KEY.person:format(id)
if redis.call("HGET", person, "password") ~= ARGV[2] then
  return false
end
redis.call("HSET", person, "password", ARGV[3])
if ARGV[4] == "1" then
  redis.call("HDEL", person, "due")
  redis.call("HDEL", KEY.known, id)
  end_sessions(id)
end
return redis.call("HGET", person, "generation") or "0"
