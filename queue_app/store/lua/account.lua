-- The person's sessions are over. A later generation begins, so that one which is just being made, by a
-- password or an account that no longer stands, is over too.
local function end_sessions(id)
  local ended = 0
  for _, digest in ipairs(redis.call("SMEMBERS", KEY.sessions:format(id))) do
    ended = ended + redis.call("DEL", KEY.session:format(digest))
  end
  redis.call("DEL", KEY.sessions:format(id))
  redis.call("HINCRBY", KEY.person:format(id), "generation", 1)
  return ended
end

