--[[
  Sign a person out everywhere.

  ARGV  id

  Returns how many browsers that was.
]]
if redis.call("EXISTS", KEY.person:format(ARGV[1])) == 0 then
  return 0
end
return end_sessions(ARGV[1])
